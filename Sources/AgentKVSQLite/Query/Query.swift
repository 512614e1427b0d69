/// A question to a database: which records of an instance, in which order, and what of each.
///
/// A query is a value. It can be written in Swift, read from JSON with ``init(json:)`` and turned
/// into JSON with ``json``. Every call returns a changed copy:
///
/// ```swift
/// Query(instance: "runs", namespace: "tasks")
///     .where(.value("status") == "active", .value("priority") >= 5)
///     .order(by: .updatedAt, .descending)
///     .limit(20)
/// ```
public struct Query: Sendable {
    /// The id or the name of the instance that is asked; a query needs one to be run.
    public var instance: String?
    /// The namespace that is asked; nil for all of the instance.
    public var namespace: String?
    /// The conditions, all of which have to hold.
    public var filters: [QueryFilter] = []
    /// By what the records are ordered, the most important first; ties are in the order of
    /// namespace and key.
    public var orders: [QueryOrder] = []
    /// What is returned of each record; everything if this is empty.
    public var selection: [QueryField] = []
    /// The most records to return; nil for ``QueryLimits/defaultRecords``.
    public var maximumRecords: Int?
    /// How many records to leave out before the first one that is returned.
    public var skippedRecords = 0
    /// Behind what the first record that is returned comes; nil for the beginning.
    public var cursor: QueryCursor?

    /// Creates a query for all records of an instance, or of one namespace of it.
    ///
    /// - Parameters:
    ///   - instance: The id or the name of the instance.
    ///   - namespace: The namespace; nil for all.
    public init(instance: String? = nil, namespace: String? = nil) {
        self.instance = instance
        self.namespace = namespace
    }
}

extension Query {
    /// Returns the query for another instance, given by id or name, and namespace.
    public func from(instance: String, namespace: String? = nil) -> Query {
        with {
            $0.instance = instance
            $0.namespace = namespace
        }
    }

    /// Returns the query with further conditions, which have to hold as well.
    public func `where`(_ filters: QueryFilter...) -> Query {
        with { $0.filters += filters }
    }

    /// Returns the query with an order that decides where the orders before it do not.
    public func order(
        by field: QueryField,
        _ direction: QueryOrder.Direction = .ascending
    ) -> Query {
        with { $0.orders.append(QueryOrder(by: field, direction)) }
    }

    /// Returns the query with further fields selected; the first call leaves out all others.
    public func select(_ fields: QueryField...) -> Query {
        with { $0.selection += fields }
    }

    /// Returns the query for at most so many records.
    public func limit(_ records: Int) -> Query {
        with { $0.maximumRecords = records }
    }

    /// Returns the query for the page behind a cursor, and for the first one without a cursor.
    ///
    /// ```swift
    /// var cursor: QueryCursor?
    /// repeat {
    ///     let page = try await database.query(query.after(cursor))
    ///     for record in page.records { print(record) }
    ///     cursor = page.next
    /// } while cursor != nil
    /// ```
    ///
    /// A record that is there throughout, and is not moved in the order, is on one page, whatever
    /// else is set, deleted or expires meanwhile. The cursor is of a query with the same order; limit,
    /// selection and filters may be others. It takes the place of an offset.
    public func after(_ cursor: QueryCursor?) -> Query {
        with { $0.cursor = cursor }
    }

    /// Returns the query without its first records.
    ///
    /// For pages ``after(_:)`` is better: where a record before the offset is deleted or expires, the
    /// next page leaves one out that is there.
    public func offset(_ records: Int) -> Query {
        with { $0.skippedRecords = records }
    }

    private func with(_ change: (inout Query) -> Void) -> Query {
        var query = self
        change(&query)
        return query
    }
}
