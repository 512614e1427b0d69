internal import AgentKV
internal import CSQLite
internal import Dispatch

/// The one that writes.
///
/// Callers that come while a transaction is being made durable wait and share the next one: each
/// runs its part, and all are resumed when the commit is durable. A part that fails is undone by
/// itself and its caller gets the error; when the commit fails, all that share it do.
///
/// A transaction is one block on a serial queue, whose thread may block: for the file's lock, and
/// until the disk has what was written.
final class Writer: Sendable {
    let state = Lock(WriteQueue())
    let queue = DispatchQueue(label: "AgentKV.writer")
    /// Nil once it is closed; in a file database only this queue uses it.
    let connection: Lock<Connection?>
    /// Nil for a database in memory.
    let file: WatchedFile?
    let audience: Audience
    let sweeper: Sweeper?
    let clock: DatabaseClock
    let nextDue: NextDue
    private let mirror: InstanceMirror?
    private let busyTimeout: Duration

    init(
        _ connection: Connection,
        file: WatchedFile?,
        clock: DatabaseClock,
        audience: Audience,
        sweeper: Sweeper?,
        nextDue: NextDue,
        mirror: InstanceMirror?,
        busyTimeout: Duration
    ) {
        self.connection = Lock(connection)
        self.file = file
        self.clock = clock
        self.audience = audience
        self.sweeper = sweeper
        self.nextDue = nextDue
        self.mirror = mirror
        self.busyTimeout = busyTimeout
    }

    deinit {
        // Closing a connection may write to the file: not on the thread that let go of the writer.
        let connection = connection.withLock { $0 }
        queue.async { withExtendedLifetime(connection) {} }
    }

    /// Runs `body` in a transaction, and returns when that is durable.
    ///
    /// A body `isSingleStatement` if it writes by one statement at most, and throws before that if at
    /// all: then a failure leaves nothing to undo.
    func write<R: Sendable>(
        isSingleStatement: Bool = false,
        _ body: @escaping @Sendable (WriteSession) throws -> R
    ) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            submit(
                TypedWriteJob(
                    isSingleStatement: isSingleStatement,
                    continuation: continuation,
                    body: body
                )
            )
        }
    }

    private func submit(_ job: any WriteJob) {
        let step = state.withLock { $0.add(job) }
        if step == .refuse { job.finish(with: StoreError.closed) } else { take(step) }
    }

    private func take(_ step: WriteQueue.Step) {
        switch step {
        case .run:
            queue.async { self.runNext() }
        case .gather(let number, let time):
            let nanoseconds = Int(clamping: time.wholeNanoseconds ?? 0)
            queue.asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) {
                self.take(self.state.withLock { $0.endGathering(number) })
            }
        case .wait, .rest, .refuse:
            break
        }
    }

    /// Runs those that wait in one transaction.
    private func runNext() {
        let jobs = state.withLock { $0.takeNext() }
        let start = ContinuousClock.now
        if !jobs.isEmpty { run(jobs) }
        take(state.withLock { $0.finish(sharedBy: jobs.count, after: ContinuousClock.now - start) })
    }

    func run(_ jobs: [any WriteJob]) {
        do {
            while try !finish(transaction(of: jobs)) {}
            for job in jobs { job.finish(with: nil) }
        } catch {
            for job in jobs { job.finish(with: error) }
        }
    }

    private func transaction(of jobs: [any WriteJob]) throws -> WriteSession {
        try connection.withLock { try transaction(of: jobs, on: $0.orClosed()) }
    }

    /// Tells of a transaction that is durable, and returns false if the parts did not run in it, since
    /// more was due than is done in one.
    private func finish(_ session: WriteSession) -> Bool {
        audience.publish(session.announcements)
        nextDue.set(session.metadata.due)
        let next = [session.earliestDeadline, session.metadata.due].compactMap { $0 }.min()
        if let next { sweeper?.note(next, of: self) }
        return session.isSettled
    }

    /// Runs the parts in one transaction and commits it.
    ///
    /// Before and after, the file has to be at its path: what is committed to one that was removed
    /// meanwhile is not told as written.
    ///
    /// Where the failure of a part has made SQLite undo all of the transaction, the others run
    /// again in a new one. What is due is done before the first part; that it cannot be done keeps
    /// nobody from writing.
    private func transaction(
        of jobs: [any WriteJob],
        on connection: Connection
    ) throws -> WriteSession {
        var jobs = jobs
        var settles = true
        while true {
            try file?.check()
            try retryingWhileBusy { try connection.beginWriting() }
            let session = try newSession(on: connection)
            // Whatever becomes of the transaction, the files follow.
            defer { session.updateMirror() }
            if settles {
                settles = (try? session.settleQueues()) != nil
                if connection.isOutsideTransaction { continue }
                if !settles { session.isSettled = true }
            }
            let culprit = (session.isSettled ? jobs : []).firstIndex { job in
                job.run(in: session)
                return connection.isOutsideTransaction
            }
            if let culprit {
                jobs.remove(at: culprit)
                continue
            }
            do {
                try session.finish()
                try retryingWhileBusy { try connection.commit() }
                clock.note(session.time)
                session.settle()
                try file?.checkCommitted()
                return session
            } catch {
                connection.rollBack()
                throw error
            }
        }
    }

    private func newSession(on connection: Connection) throws -> WriteSession {
        do {
            return try WriteSession(connection, clock: clock, mirror: mirror, audience: audience)
        } catch {
            connection.rollBack()
            throw error
        }
    }

    /// Repeats what others have kept from succeeding, until the busy timeout is over.
    ///
    /// SQLite itself waits where it can; some of its refusals come at once all the same.
    private func retryingWhileBusy(_ body: () throws -> Void) throws {
        let clock = ContinuousClock()
        let deadline = clock.now + busyTimeout
        while true {
            do {
                return try body()
            } catch let failure as SQLiteFailure where failure.isBusy && clock.now < deadline {
                sqlite3_sleep(1)
            }
        }
    }
}
