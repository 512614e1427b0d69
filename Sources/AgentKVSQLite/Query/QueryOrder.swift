/// A field to order records by, and the direction.
///
/// Ascending means: missing, null, false, true, numbers, text by its bytes, and then arrays and
/// objects, which are equal to each other here.
public struct QueryOrder: Sendable, Hashable {
    /// Which end comes first.
    ///
    /// The raw value is the name in JSON queries.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        /// The least first.
        case ascending = "asc"
        /// The greatest first.
        case descending = "desc"
    }

    /// The field to order by.
    public var field: QueryField
    /// Which end comes first.
    public var direction: Direction

    /// Creates an order by a field.
    public init(by field: QueryField, _ direction: Direction = .ascending) {
        self.field = field
        self.direction = direction
    }
}
