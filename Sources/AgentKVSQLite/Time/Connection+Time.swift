/// The time in the file: the row that has the last revision.
extension Connection {
    /// The time as it stands there; nil where nothing does.
    func timeRow() throws -> TimeRow? { try revisionRow().time }

    /// The last revision and the time as they stand there.
    func revisionRow() throws -> (revision: Int64, time: TimeRow?) {
        let statement = try statement(
            """
            SELECT revision, time, begin_time, begin_time_of_day, begin_monotonic,
                monotonic_source, time_number
            FROM kv_revision
            """
        )
        defer { statement.reset() }
        guard try statement.step() else { return (0, nil) }
        let revision = statement.integer(0)
        if statement.isNull(1) { return (revision, nil) }
        let course = TimeCourse(
            time: statement.integer(2),
            wall: statement.integer(3),
            steady: statement.integer(4)
        )
        let row = TimeRow(
            course,
            source: statement.integer(5),
            number: statement.integer(6),
            time: statement.integer(1)
        )
        return (revision, row)
    }

    /// Writes the time down.
    func write(_ row: TimeRow) throws {
        let statement = try statement(
            """
            UPDATE kv_revision SET
                time = ?1, begin_time = ?2, begin_time_of_day = ?3, begin_monotonic = ?4,
                monotonic_source = ?5, time_number = ?6
            """
        )
        try statement.bind(row.time, at: 1)
        try statement.bind(row.course.time, at: 2)
        try statement.bind(row.course.wall, at: 3)
        try statement.bind(row.course.steady, at: 4)
        try statement.bind(row.source, at: 5)
        try statement.bind(row.number, at: 6)
        try statement.run()
    }
}
