import Testing

@testable import AgentKVSQLite

@Suite struct SharedTimeTests {
    private static let hour: Int64 = 3_600_000_000_000
    private static let second: Int64 = 1_000_000_000
    private static let day: Int64 = 1_790_000_000_000_000_000
    private var time = SharedTime(source: 1)
    private var row: TimeRow?

    /// Writes, and returns whether the row had to be.
    private mutating func write(day: Int64, steady: Int64) -> Bool {
        let next = time.next(after: row, wall: day, steady: steady)
        row = next.row
        if next.isNew { time.learn(next.row, steady: steady) }
        return next.isNew
    }

    /// Whether a read asks for a transaction.
    private mutating func look(day: Int64, steady: Int64) -> Bool {
        time.look(at: row, wall: day, steady: steady)
    }

    @Test mutating func `the course stays while the time of day is where it has it`() {
        #expect(write(day: Self.day, steady: 0))
        #expect(time.now(at: 0) == Self.day)
        #expect(!write(day: Self.day + 5, steady: 5))
        let later = Self.day + 7 + SharedTime.tolerance
        #expect(!write(day: later, steady: 7))
        #expect(time.now(at: 7) == Self.day + 7)
        #expect(row?.number == 1)
    }

    @Test mutating func `who writes goes forward with the time of day, and not back with it`() {
        #expect(write(day: Self.day, steady: 0))
        #expect(write(day: Self.day + Self.hour, steady: 5))
        #expect(time.now(at: 5) == Self.day + Self.hour)
        #expect(write(day: Self.day + 10, steady: 10))
        #expect(time.now(at: 10) == Self.day + Self.hour + 5)
        #expect(time.now(at: 110) == Self.day + Self.hour + 5 + 95)
    }

    @Test mutating func `a wrong moment is not seen by who reads`() {
        _ = write(day: Self.day, steady: 0)
        #expect(!look(day: Self.day + Self.hour, steady: 5))
        #expect(time.now(at: 5) == Self.day + 5)
        #expect(!look(day: Self.day + 10, steady: 10))
        let end = 15 + Self.second
        #expect(!look(day: Self.day + Self.hour, steady: 15), "it was right in between")
        #expect(time.isOutdated(at: 16), "from now on it looks each time")
        #expect(!look(day: Self.day + Self.hour, steady: end))
        #expect(look(day: Self.day + Self.hour, steady: end + 1))
        #expect(time.now(at: end + 1) == Self.day + end + 1, "the file does not say so yet")
    }

    @Test mutating func `the row is looked at a second after the last time`() {
        #expect(time.isOutdated(at: 0))
        _ = write(day: Self.day, steady: 0)
        #expect(!time.isOutdated(at: Self.second))
        #expect(time.isOutdated(at: Self.second + 1))
        _ = look(day: Self.day, steady: Self.second + 1)
        #expect(!time.isOutdated(at: 2 * Self.second))
    }

    @Test mutating func `a course is taken once, and an earlier one of an old snapshot is not`()
        throws
    {
        _ = write(day: Self.day, steady: 0)
        let old = try #require(row)
        var other = SharedTime(source: 1)
        other.learn(old, steady: 0)
        _ = write(day: Self.day + Self.hour, steady: 5)
        let new = try #require(row)
        other.learn(new, steady: 6)
        #expect(other.now(at: 6) == time.now(at: 6))
        other.learn(old, steady: 7)
        #expect(other.now(at: 8) == time.now(at: 8))
    }

    @Test mutating func `who has told a time writes no earlier one`() throws {
        _ = write(day: Self.day, steady: 0)
        // Another one has set the time back, and the file's time goes on slower.
        let other = SharedTime(source: 1)
        var next = other.next(after: row, wall: Self.day - Self.hour, steady: 0)
        let told = time.now(at: 100)
        #expect(next.row.course.time(at: 100) < told)
        row = next.row
        next = time.next(after: row, wall: Self.day - Self.hour + 100, steady: 100)
        #expect(next.isNew)
        #expect(next.row.course.time == told)
    }

    @Test func `after a new start the later of the two times counts`() {
        let old = TimeRow(
            TimeCourse(time: Self.day, wall: Self.day, steady: 77),
            source: 1,
            number: 4
        )
        var time = SharedTime(source: 2)
        let later = time.next(after: old, wall: Self.day + Self.hour, steady: 3)
        #expect(later.isNew)
        #expect(later.row.course.time == Self.day + Self.hour)
        let earlier = time.next(after: old, wall: Self.day - Self.hour, steady: 3)
        #expect(earlier.row.course.time == Self.day)
        #expect(earlier.row.course.wall == Self.day - Self.hour)
        #expect(earlier.row.number == 5)
        time.learn(earlier.row, steady: 3)
        #expect(time.now(at: 103) == Self.day + 95)
    }

    @Test(arguments: [3, 1_000_000_000_000_000] as [Int64])
    func `a row of another start says nothing by its readings`(steady: Int64) {
        let old = TimeRow(
            TimeCourse(time: Self.day, wall: Self.day, steady: 77),
            source: 1,
            number: 4
        )
        var time = SharedTime(source: 2)
        time.learn(old, steady: steady)
        let next = time.next(after: old, wall: Self.day + 5, steady: steady)
        #expect(next.row.course.time == Self.day + 5)
        #expect(next.row.number == 5)
    }

    @Test func `a course by another clock is followed by the time of day that one knows`() {
        var time = SharedTime(source: 2)
        let first = time.next(after: nil, wall: Self.day, steady: 1_000)
        time.learn(first.row, steady: 1_000)
        let other = TimeRow(
            TimeCourse(time: Self.day + Self.hour, wall: Self.day + 30, steady: 5),
            source: 3,
            number: 2
        )
        time.learn(other, steady: 1_130)
        #expect(time.now(at: 1_130) == Self.day + Self.hour + 95)
    }

    @Test func `in a file with an older row put back the course begins behind all that is known`() {
        var time = SharedTime(source: 1)
        let old = time.next(after: nil, wall: Self.day, steady: 0).row
        time.learn(old, steady: 0)
        time.learn(time.next(after: old, wall: Self.day + Self.hour, steady: 5).row, steady: 5)
        let told = time.now(at: 5)
        let next = time.next(after: old, wall: Self.day + Self.hour + 5, steady: 10)
        #expect(next.isNew)
        #expect(next.row.number == 3)
        #expect(next.row.course.time >= told)
    }
}
