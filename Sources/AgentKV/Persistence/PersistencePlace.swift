/// What an adapter writes to, told apart from all other such places.
///
/// Adapters that write to the same place have equal ones, however each of them names it:
///
/// ```swift
/// final class Journal: PersistenceAdapter {
///     var persistencePlace: PersistencePlace? { PersistencePlace("journal", absolutePath) }
///     …
/// }
/// ```
public struct PersistencePlace: Sendable {
    private let parts: [ByteText]
    /// What an error calls the place.
    public let description: String

    /// Creates the place that these texts name, by their bytes: the kind of place first, then which of
    /// that kind it is.
    ///
    /// - Parameters:
    ///   - parts: What tells the place from all others.
    ///   - description: What an error calls it; the texts themselves unless told otherwise.
    public init(_ parts: String..., description: String? = nil) {
        self.parts = parts.map(ByteText.init)
        self.description = description ?? parts.joined(separator: " ")
    }

    /// Creates the place that an object is, for an adapter that keeps everything itself.
    public init(of object: AnyObject) {
        self.init("\(ObjectIdentifier(object))", description: "\(type(of: object))")
    }
}

extension PersistencePlace: Hashable {
    public static func == (left: PersistencePlace, right: PersistencePlace) -> Bool {
        left.parts == right.parts
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(parts)
    }
}

extension PersistencePlace: CustomStringConvertible {}
