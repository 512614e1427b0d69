extension Connection {
    /// Returns the earliest end of a lifetime, whatever has it, in milliseconds; nil if nothing does.
    ///
    /// What is no number in the column, as another program may have written it, ends never.
    func earliestDeadline() throws -> Int64? {
        let statement = try statement(
            """
            SELECT min(deadline) FROM (
                SELECT min(expires_at) AS deadline FROM kv_store WHERE expires_at < ''
                UNION ALL
                SELECT min(expires_at) FROM kv_notes WHERE expires_at < ''
            )
            """
        )
        defer { statement.reset() }
        return try statement.step() ? statement.deadline(0) : nil
    }
}
