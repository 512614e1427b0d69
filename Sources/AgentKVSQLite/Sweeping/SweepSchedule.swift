/// When a database is swept next: at the earliest end of a lifetime that is known, though not
/// within a pause after the sweep before.
///
/// Times are milliseconds since 1970-01-01 00:00 UTC.
struct SweepSchedule {
    /// A sleep that is to begin; it takes the place of the one before.
    struct Sleep: Equatable {
        let number: Int
        let end: Int64
    }

    /// The end of the sleep under way; nil while nobody sleeps.
    private(set) var wake: Int64?
    private var isSweeping = false
    private var isStopped = false
    /// The earliest end of a lifetime that was given during a sweep, which may not have seen it.
    private var missed: Int64?
    private var pauseEnd = Int64.min
    private var sleeps = 0

    /// Takes notice of the end of a lifetime.
    mutating func note(_ deadline: Int64) -> Sleep? {
        if isStopped { return nil }
        if isSweeping {
            missed = min(deadline, missed ?? deadline)
            return nil
        }
        let end = max(deadline, pauseEnd)
        if let wake, wake <= end { return nil }
        wake = end
        sleeps += 1
        return Sleep(number: sleeps, end: end)
    }

    /// Begins a sweep at the end of a sleep; false if another sleep has taken its place.
    mutating func begin(after sleep: Sleep) -> Bool {
        guard sleep.number == sleeps, wake != nil, !isStopped else { return false }
        wake = nil
        isSweeping = true
        return true
    }

    /// Ends a sweep that leaves `next` as the earliest end of a lifetime.
    mutating func finish(next: Int64?, pauseEnd: Int64) -> Sleep? {
        isSweeping = false
        self.pauseEnd = pauseEnd
        let deadlines = [next, missed].compactMap { $0 }
        missed = nil
        return deadlines.min().flatMap { note($0) }
    }

    /// Lets no sleep begin any more.
    mutating func stop() {
        isStopped = true
        wake = nil
    }
}
