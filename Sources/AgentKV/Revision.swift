/// The number of a write: a store counts its writes, and a key carries the number of its last one.
///
/// A later write has a greater revision, whatever its key. No revision is used twice, also not
/// after a restart of a store that persists. A change of lifetime is no write of the value: it
/// leaves the revision as it is.
public struct Revision: RawRepresentable, Hashable, Comparable, Codable, Sendable {
    /// The count of writes.
    public let rawValue: Int64

    /// Creates the revision of a count of writes.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Whether `left` was written before `right`.
    public static func < (left: Revision, right: Revision) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Revision: CustomStringConvertible {
    /// The count of writes, in decimal.
    public var description: String { String(rawValue) }
}
