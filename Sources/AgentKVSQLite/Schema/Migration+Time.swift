extension Migration {
    /// The time that all who use the file see, beside the last revision: see ``SharedTime``.
    ///
    /// It is null in a file that nobody has opened since, or that another program has made the row of.
    static let keepTime = Migration(
        number: 10,
        name: "AddKVRevisionTime",
        sql: """
            ALTER TABLE kv_revision ADD COLUMN time INTEGER;
            ALTER TABLE kv_revision ADD COLUMN begin_time INTEGER;
            ALTER TABLE kv_revision ADD COLUMN begin_time_of_day INTEGER;
            ALTER TABLE kv_revision ADD COLUMN begin_monotonic INTEGER;
            ALTER TABLE kv_revision ADD COLUMN monotonic_source INTEGER;
            ALTER TABLE kv_revision ADD COLUMN time_number INTEGER;
            """
    )
}
