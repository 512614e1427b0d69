/// The time that all who have a file open see, as one of them knows it.
///
/// Three clocks are at hand. The time of day is what lifetimes in a file are written in, and all
/// processes read the same; but it can be wrong for a while, and be set forward or back at any moment.
/// The monotonic clock is never set, and one machine has one for all its processes; but it counts from
/// when the machine was started. A file has neither: it holds what was written last. So the store's
/// time is a ``TimeCourse``, which begins at a moment that stands in the file, and goes on from there
/// by the monotonic clock:
///
/// - Whoever knows the course tells the time without looking at the time of day. It never goes back
///   and never stands still, and all who know the same course tell the same time. A time of day that is
///   wrong while a key is read is not noticed, and does no harm.
/// - Only who writes to the file looks at the time of day, inside the transaction, when the row with the
///   course has been read, and it alone can change the course. Where the time of day is where the course
///   has it, the course stays. Where it is ahead, somebody has set it forward, and the store's time is
///   set with it; where it is behind, the store's time goes on from where it is, slower. The new course
///   is written in that same transaction, and has a higher number.
/// - Who reads looks for the row again a second after it did so last, and takes the course that has a
///   higher number than the one it knows. So for a second at most it believes an earlier course, and
///   never one that is not in the file.
/// - A file that nobody writes to would keep its course when the time of day is set forward. So who
///   reads compares the two when it looks for the row. From when the time of day is ahead it looks with
///   each read, and where it has been ahead for a second, it asks for a transaction that does nothing
///   but what each does. One look is not enough: that may be the one wrong moment.
///
/// After the machine was started again, or where a clock is not the one of the machine, the readings in
/// the row and one's own cannot be compared: see ``SteadyClock/source``. Then the time of day has to
/// tell how long ago the row was written, the course begins anew, at the later of the two times, and
/// who opens the file writes it there before anything else. The time of an old row counts, too: what
/// had expired when it was written stays so, though the time of day has been set back since. For this
/// the row has a time besides its course, which those who write bring up to date once a second.
///
/// It holds no clock and no connection: it is told what the clocks tell and what stands in the row, and
/// returns what the time is and what is to be written.
struct SharedTime {
    /// What the readings of the monotonic clock are counted by.
    private let source: Int64
    /// The course by readings of one's own clock; nil before the file has been opened.
    private var course: TimeCourse?
    /// The number of the course in the file.
    private var number: Int64 = 0
    /// The latest time that has been told.
    private var latest = Int64.min
    /// When the row was looked at last, by the monotonic clock.
    private var lookedAt: Int64?
    /// Since when the time of day has been ahead at each look.
    private var aheadSince: Int64?

    init(source: Int64) {
        self.source = source
    }

    /// How far the time of day may be from the course, in nanoseconds, before it counts as set: two
    /// clocks are not read at the same moment.
    static let tolerance: Int64 = 10_000_000
    /// How old what is known of the row may be for who reads, in nanoseconds.
    static let longestAge: Int64 = 1_000_000_000

    /// Whether it can tell a time.
    var isKnown: Bool { course != nil }

    /// The store's time, and that one will not be told an earlier one from now on.
    mutating func now(at steady: Int64) -> Int64 {
        latest = max(latest, course?.time(at: steady) ?? latest)
        return latest
    }

    /// Whether who reads has to look at the row before it is told the time.
    func isOutdated(at steady: Int64) -> Bool {
        guard aheadSince == nil, let lookedAt else { return true }
        return steady > lookedAt && steady - lookedAt > Self.longestAge
    }

    /// How long it takes by the monotonic clock until the store's time is `end`.
    func wait(until end: Int64, at steady: Int64) -> Duration {
        latest >= end ? .zero : course?.wait(until: end, at: steady) ?? .zero
    }

    /// Takes notice of the row that somebody has read who does not write, and returns whether it is
    /// time that somebody does.
    mutating func look(at row: TimeRow?, wall: Int64, steady: Int64) -> Bool {
        if let row { learn(row, steady: steady) }
        lookedAt = steady
        guard wall > now(at: steady).addingTolerance else {
            aheadSince = nil
            return false
        }
        let since = aheadSince ?? steady
        let isLong = steady > since && steady - since > Self.longestAge
        aheadSince = isLong ? nil : since
        return isLong
    }

    /// Takes notice of a row, unless a later one is known.
    mutating func learn(_ row: TimeRow, steady: Int64) {
        lookedAt = steady
        guard row.number > number else { return }
        if row.source == source {
            (course, number) = (row.course, row.number)
            return
        }
        // Its readings say nothing here; who has no course of its own yet is about to write one.
        guard let known = course else { return }
        number = row.number
        // Not by the time of day as it is: that might be one that stands nowhere.
        let wall = known.wall(at: steady)
        course = TimeCourse(
            time: max(known.time(at: steady), row.time(whenWall: wall)),
            wall: wall,
            steady: steady
        )
    }

    /// Returns the course for a transaction that writes, from the row as it stands at its beginning.
    ///
    /// - Parameters:
    ///   - row: What stands in the file; nil where nothing does yet.
    ///   - wall: The time of day, read before `steady`: whoever is held up in between sees it late
    ///     rather than early.
    ///   - steady: What the monotonic clock tells.
    /// - Returns: The row that is to be written, and whether it has to be, because its course is new.
    func next(after row: TimeRow?, wall: Int64, steady: Int64) -> (row: TimeRow, isNew: Bool) {
        guard let row, row.source == source, row.course.steady <= steady else {
            return (beginning(after: row, wall: wall, steady: steady), true)
        }
        let (time, expected) = (row.course.time(at: steady), row.course.wall(at: steady))
        let isSet = wall > expected.addingTolerance || expected > wall.addingTolerance
        let day = isSet ? wall : expected
        // Of a file in which somebody has put an older one back the row is not the last that is known.
        let isNew = isSet || latest > time || row.number < number
        if !isNew { return (row.with(time: time), false) }
        let course = TimeCourse(time: max(time, latest, day), wall: day, steady: steady)
        return (TimeRow(course, source: source, number: max(row.number, number) + 1), true)
    }

    /// A course of one's own, behind a row whose readings say nothing here.
    private func beginning(after row: TimeRow?, wall: Int64, steady: Int64) -> TimeRow {
        var time = max(wall, latest)
        if let course { time = max(time, course.time(at: steady)) }
        if let row { time = max(time, row.time(whenWall: wall)) }
        return TimeRow(
            TimeCourse(time: time, wall: wall, steady: steady),
            source: source,
            number: max(row?.number ?? 0, number) + 1
        )
    }
}

/// What stands in the file, beside the last revision.
struct TimeRow: Equatable, Sendable {
    let course: TimeCourse
    /// The store's time when the row was written last.
    let time: Int64
    /// What the reading of the monotonic clock is counted by.
    let source: Int64
    /// How many courses there have been.
    let number: Int64

    init(_ course: TimeCourse, source: Int64, number: Int64, time: Int64? = nil) {
        self.course = course
        self.source = source
        self.number = number
        self.time = time ?? course.time
    }

    /// The same, written at a later time.
    func with(time: Int64) -> TimeRow {
        TimeRow(course, source: source, number: number, time: time)
    }

    /// The store's time at least, when it is `wall` by another clock.
    func time(whenWall wall: Int64) -> Int64 { max(time, course.time(whenWall: wall)) }
}

extension Int64 {
    fileprivate var addingTolerance: Int64 {
        let (sum, isTooGreat) = addingReportingOverflow(SharedTime.tolerance)
        return isTooGreat ? .max : sum
    }
}
