extension Connection {
    /// Returns the earliest moment at which a lifetime ends or metadata is due, in milliseconds; nil if
    /// there is none.
    ///
    /// What is no number in the column, as another program may have written it, ends never.
    func earliestDeadline() throws -> Int64? {
        let statement = try statement(
            """
            SELECT min(deadline) FROM (
                SELECT min(expires_at) AS deadline FROM kv_store WHERE expires_at < ''
                UNION ALL
                SELECT min(due_at) FROM kv_metadata WHERE due_at < ''
            )
            """
        )
        defer { statement.reset() }
        return try statement.step() ? statement.deadline(0) : nil
    }
}
