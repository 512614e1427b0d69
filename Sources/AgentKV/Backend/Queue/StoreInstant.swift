/// A moment of a store's own time, in nanoseconds since an origin that the store chooses.
///
/// It never goes back. Where data outlives the process so does its origin, so that a moment that is
/// written down means the same after a restart.
public struct StoreInstant: Comparable, Hashable, Sendable, Codable {
    /// Nanoseconds since the origin.
    public let nanoseconds: Int64

    /// The origin itself.
    public static let origin = StoreInstant(nanoseconds: 0)

    /// Creates a moment.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Reads the nanoseconds.
    public init(from decoder: any Decoder) throws {
        nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Writes the nanoseconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(nanoseconds)
    }

    /// Whether the first moment is before the second.
    public static func < (left: StoreInstant, right: StoreInstant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Returns the moment after a positive duration, rounded up to a nanosecond; nil where that is too
    /// far away to represent.
    public func advanced(by duration: Duration) -> StoreInstant? {
        guard let lifetime = Lifetime(duration), lifetime.nanoseconds != .max else { return nil }
        let (sum, overflow) = nanoseconds.addingReportingOverflow(lifetime.nanoseconds)
        return overflow ? nil : StoreInstant(nanoseconds: sum)
    }

    /// Returns how long it is from this moment until another one; negative where that is before it.
    public func duration(to other: StoreInstant) -> Duration {
        .nanoseconds(other.nanoseconds) - .nanoseconds(nanoseconds)
    }
}
