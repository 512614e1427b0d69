internal import AgentKV
internal import CSQLite

extension Query {
    /// Returns what the query finds among the records of an instance, at one moment.
    ///
    /// - Parameters:
    ///   - connection: What is asked; where no transaction is under way, one is made.
    ///   - instanceID: The id of the instance, which is not looked up.
    ///   - now: The time at which records are live, in milliseconds since 1970.
    ///   - limits: What the query may ask for.
    ///   - valueDepth: The deepest nesting that a returned value may have.
    ///   - deadline: What may end the query early; nil for the time that `limits` allow.
    ///   - scans: Whether the table is read as it lies; nil for what is going to be faster.
    /// - Returns: The records of the page, and how many there are in all.
    /// - Throws: ``/AgentKV/StoreError/invalidQuery(reason:)``,
    ///   ``/AgentKV/StoreError/queryTimedOut(reason:)``, `CancellationError`, and
    ///   ``/AgentKV/StoreError/invalidValue(key:reason:)`` for a record to be returned whose value
    ///   is no JSON.
    /// - Complexity: O(*n*) in the records that the conditions on namespace and key leave.
    func run(
        on connection: Connection,
        instanceID: String,
        now: Int64,
        limits: QueryLimits = QueryLimits(),
        valueDepth: Int = StoreLimits.valueDepth,
        deadline: QueryDeadline? = nil,
        scans: Bool? = nil
    ) throws -> QueryResult {
        let query = try validated(by: limits)
        let deadline = deadline ?? limits.time.map(QueryDeadline.init(after:))
        // The transaction ends after the deadline has been lifted, or it might not end at all.
        return try connection.inMoment {
            try connection.obeying(deadline) {
                let scans = try scans ?? connection.scansFor(query, instanceID: instanceID)
                let found = try query.matches(on: connection, instanceID, now, scans: scans)
                let page = try PageReader(
                    Selection(selection),
                    valueDepth: valueDepth,
                    on: connection
                )
                let records = try found.rows.map { row in
                    try deadline?.check()
                    return try page.record(row, instanceID: instanceID)
                }
                return QueryResult(records: records, total: found.total, next: found.next)
            }
        }
    }

    /// Returns how SQLite is going to find the records: the lines of its plan.
    func explain(
        on connection: Connection,
        instanceID: String,
        now: Int64,
        limits: QueryLimits = QueryLimits()
    ) throws -> [String] {
        let query = try validated(by: limits)
        try connection.prepareToCountMatches()
        let sql = QuerySQL(
            query,
            after: try query.cursor?.position(in: query.orders),
            instanceID: instanceID,
            now: now,
            expectsInvalidJSON: false,
            scans: try connection.scansFor(query, instanceID: instanceID)
        )
        return try connection.rows("EXPLAIN QUERY PLAN " + sql.text, sql.parameters) { $0.text(3) }
    }

    /// Returns the rows of the page, in order, how many records match, and where the next page begins.
    private func matches(
        on connection: Connection,
        _ instanceID: String,
        _ now: Int64,
        scans: Bool
    ) throws -> (rows: [Int64], total: Int, next: QueryCursor?) {
        let position = try cursor?.position(in: orders)
        func find(
            expectingInvalidJSON: Bool
        ) throws -> (rows: [Int64], total: Int, next: QueryCursor?) {
            let sql = QuerySQL(
                self,
                after: position,
                instanceID: instanceID,
                now: now,
                expectsInvalidJSON: expectingInvalidJSON,
                scans: scans
            )
            try connection.prepareToCountMatches()
            var rows = try connection.rows(sql.text, sql.parameters) { $0.integer(0) }
            let total = try connection.takeMatches()
            guard rows.count > maximumRecords ?? 0 else { return (rows, total, nil) }
            rows.removeLast()
            let end = try rows.last.map { row in
                try self.position(
                    ofRow: row,
                    on: connection,
                    expectsInvalidJSON: expectingInvalidJSON
                )
            }
            return (rows, total, try end.map { try QueryCursor($0, in: orders) })
        }
        do {
            return try find(expectingInvalidJSON: false)
        } catch let failure as SQLiteFailure where failure.isAboutJSON {
            // Asking whether each text is JSON takes time, so it is done where one is not.
            return try find(expectingInvalidJSON: true)
        }
    }
}

extension SQLiteFailure {
    /// Whether a function was given a text that is no JSON.
    var isAboutJSON: Bool { primaryCode == SQLITE_ERROR && message.contains("malformed JSON") }
}

extension Connection {
    /// Runs `body` on one moment of the database: that of the present transaction, if there is one.
    fileprivate func inMoment<R>(_ body: () throws -> R) throws -> R {
        isOutsideTransaction ? try reading { _ in try body() } : try body()
    }
}
