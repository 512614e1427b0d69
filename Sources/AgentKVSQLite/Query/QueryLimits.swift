/// The bounds on what a query may ask and on how long it may take.
///
/// A query that asks for more is an error; nothing is cut off in silence.
public struct QueryLimits: Sendable, Hashable {
    /// The most filters: 5.
    public var filters: Int
    /// How many records are returned where a query does not say: 100.
    public var defaultRecords: Int
    /// The most records that a query may ask for: 500.
    public var maximumRecords: Int
    /// The most values that ``QueryOperator/in`` may list: 1,000.
    public var listedValues: Int
    /// The most orders, and the most fields that may be selected: 50 each.
    public var fields: Int
    /// The most names in the path of a field: 32.
    public var pathNames: Int
    /// How long a query may take: 30 seconds; nil for as long as it needs.
    public var time: Duration?

    /// Creates limits; those not given are the usual ones.
    public init(
        filters: Int = 5,
        defaultRecords: Int = 100,
        maximumRecords: Int = 500,
        listedValues: Int = 1_000,
        fields: Int = 50,
        pathNames: Int = 32,
        time: Duration? = .seconds(30)
    ) {
        self.filters = filters
        self.defaultRecords = defaultRecords
        self.maximumRecords = maximumRecords
        self.listedValues = listedValues
        self.fields = fields
        self.pathNames = pathNames
        self.time = time
    }
}
