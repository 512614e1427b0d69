internal import AgentKV

/// The time of a database: it asks the clocks and the file what ``SharedTime`` is to be told.
///
/// It is that of the file, which other processes see as well.
final class DatabaseClock: Sendable {
    private let wall: WallClock
    private let steady: SteadyClock
    private let state: Lock<SharedTime>
    private let writing = Lock<(@Sendable () -> Void)?>(nil)

    init(_ configuration: SQLiteDatabase.Configuration) {
        wall = configuration.wallClock
        steady = configuration.wallClock.steady ?? SteadyClock(configuration.clock)
        state = Lock(SharedTime(source: steady.source))
    }

    /// The time by what is known of the file's, for what is looked at again before it decides anything.
    var now: DatabaseTime {
        let time = state.withLock { $0.now(at: steady.nanoseconds) }
        return DatabaseTime(nanoseconds: time)
    }

    /// The time for who reads from `connection`, which is asked for it once a second.
    func now(on connection: Connection) throws -> DatabaseTime {
        let known = state.withLock { state -> Int64? in
            let steady = steady.nanoseconds
            return state.isOutdated(at: steady) ? nil : state.now(at: steady)
        }
        if let known { return DatabaseTime(nanoseconds: known) }
        let row = try connection.timeRow()
        // Not under the lock: a test may hold it up.
        let day = wall.nanoseconds
        let (time, isToBeWritten) = state.withLock { state in
            let steady = steady.nanoseconds
            let isToBeWritten = state.look(at: row, wall: day, steady: steady)
            return (state.now(at: steady), isToBeWritten)
        }
        if isToBeWritten { writing.withLock { $0 }?() }
        return DatabaseTime(nanoseconds: time)
    }

    /// How long it takes until the time is that of a deadline, in milliseconds.
    func wait(until deadline: Int64) -> Duration {
        let (end, isTooLate) = deadline.multipliedReportingOverflow(by: 1_000_000)
        return state.withLock {
            $0.wait(until: isTooLate ? .max : end, at: steady.nanoseconds)
        }
    }

    /// The time of day, in milliseconds: for who has no file yet that says what time it is.
    var dayMilliseconds: Int64 { wall.milliseconds }

    /// Calls `write` when it is time that somebody writes, be it nothing.
    func whenToBeWritten(_ write: @escaping @Sendable () -> Void) {
        writing.withLock { $0 = write }
    }
}

/// For who writes.
extension DatabaseClock {
    /// Returns the time for a transaction that writes, from the row as it stands at its beginning.
    func begin(after row: TimeRow?) -> TransactionTime {
        let day = wall.nanoseconds
        let next = state.withLock { state in
            let steady = steady.nanoseconds
            if let row { state.learn(row, steady: steady) }
            return state.next(after: row, wall: day, steady: steady)
        }
        return TransactionTime(row: next.row, isNew: next.isNew, before: row)
    }

    /// The time by the course of a transaction that is not durable yet.
    func now(in transaction: TransactionTime) -> DatabaseTime {
        let time = transaction.row.course.time(at: steady.nanoseconds)
        return DatabaseTime(nanoseconds: time)
    }

    /// Takes notice that the row of a transaction is durable.
    func note(_ transaction: TransactionTime) {
        guard transaction.isNew else { return }
        state.withLock { $0.learn(transaction.row, steady: steady.nanoseconds) }
    }

    /// Makes the file's time known here, and this machine's clocks known in a file that does not know
    /// them or the time of day as it is.
    ///
    /// While others hold the file its time goes on as it is, where that can be told by this machine's
    /// clocks; then the first write looks at the time of day.
    func open(_ connection: Connection) throws {
        if !begin(after: try connection.timeRow()).isNew { return }
        do {
            note(
                try connection.writing {
                    let transaction = begin(after: try connection.timeRow())
                    try connection.write(transaction.row)
                    return transaction
                }
            )
        } catch let failure as SQLiteFailure where failure.isBusy && state.withLock(\.isKnown) {}
    }
}

/// The time of one transaction that writes.
struct TransactionTime {
    /// What is to stand in the file.
    let row: TimeRow
    /// Whether it has to, because nothing in the file says so yet.
    let isNew: Bool
    /// What has stood there.
    let before: TimeRow?

    /// Whether it is to be written together with a revision: the row is not to be older than a second,
    /// for who finds it after the machine was started again.
    var isWorthWriting: Bool {
        guard !isNew, let before else { return true }
        return row.time - before.time >= SharedTime.longestAge
    }
}
