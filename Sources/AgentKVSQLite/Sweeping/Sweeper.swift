internal import AgentKV

/// Frees the records of a database whose lifetime has ended, and has done what is due of inboxes, such as
/// the return of messages whose lease has ended, without being asked.
///
/// One task sleeps until the earliest of these moments; none while there is none. It is told of
/// each that this process makes, and finds the others in the file when it sweeps. It frees
/// a part per transaction, so that other writers get their turn, and waits a while between two
/// sweeps, so that lifetimes that end together share a commit. When it fails it waits longer and
/// tries again.
///
/// It holds neither the database nor the writer while it sleeps, and ends with them.
final class Sweeper: Sendable {
    /// How many records are freed in one transaction at most.
    static let part = 200
    /// How long it waits after a sweep at least, in milliseconds.
    static let pause: Int64 = 100
    /// How long it sleeps at most before it looks at the time, which may have been changed.
    private static let longestSleep = Duration.seconds(86_400)

    private struct State {
        var schedule = SweepSchedule()
        var task: Task<Void, Never>?
        /// How often it has failed without interruption.
        var failures = 0
    }

    private let state = Lock(State())
    private let alarm: any Clock<Duration>
    private let clock: DatabaseClock

    /// Creates a sweeper that sleeps by `alarm`, for lifetimes that end by `clock`.
    init(_ alarm: any Clock<Duration>, _ clock: DatabaseClock) {
        self.alarm = alarm
        self.clock = clock
    }

    deinit { stop() }

    /// The end of the sleep under way; nil while nobody sleeps.
    var wake: Int64? { state.withLock { $0.schedule.wake } }

    /// Takes notice of the end of a lifetime that has been given to what is in the database.
    func note(_ deadline: Int64, of writer: Writer) {
        state.withLock { state in
            if let sleep = state.schedule.note(deadline) { begin(sleep, writer, &state) }
        }
    }

    /// Ends the sleep, and lets no other begin.
    func stop() {
        state.withLock { state in
            state.schedule.stop()
            state.task?.cancel()
            state.task = nil
        }
    }

    private func begin(_ sleep: SweepSchedule.Sleep, _ writer: Writer, _ state: inout State) {
        state.task?.cancel()
        state.task = Task.detached { [weak self, weak writer, alarm, clock] in
            guard await Self.sleep(until: sleep.end, alarm, clock) else { return }
            guard let self, let writer else { return }
            await self.sweep(after: sleep, writer)
        }
    }

    /// Returns true when it is that time, and false when the task is cancelled before.
    private static func sleep(
        until end: Int64,
        _ alarm: any Clock<Duration>,
        _ clock: DatabaseClock
    ) async -> Bool {
        while case let left = clock.wait(until: end), left > .zero {
            do {
                try await alarm.rest(for: min(left, longestSleep))
            } catch {
                return false
            }
        }
        return !Task.isCancelled
    }

    private func sweep(after sleep: SweepSchedule.Sleep, _ writer: Writer) async {
        guard state.withLock({ $0.schedule.begin(after: sleep) }) else { return }
        let outcome: Result<Int64?, any Error>
        do {
            outcome = .success(try await sweep(writer))
        } catch {
            outcome = .failure(error)
        }
        let now = clock.now.milliseconds
        state.withLock { state in
            let next: Int64?
            var pause = Self.pause
            switch outcome {
            case .success(let earliest):
                next = earliest
                state.failures = 0
            case .failure:
                next = now
                pause = Self.pause(afterFailures: state.failures)
                state.failures += 1
            }
            let (end, isBeyond) = now.addingReportingOverflow(pause)
            let sleep = state.schedule.finish(next: next, pauseEnd: isBeyond ? .max : end)
            if let sleep { begin(sleep, writer, &state) }
        }
    }

    /// Frees what has expired, tells of what others have freed, and returns the earliest end of a
    /// lifetime that is left, or that somebody here is to be told of.
    private func sweep(_ writer: Writer) async throws -> Int64? {
        let earliest = try await free(writer)
        try await writer.announceEndsElsewhere()
        let told = writer.audience.lifetimes?.next(after: clock.now.milliseconds)
        return [earliest, told].compactMap { $0 }.min()
    }

    /// Frees what has expired, and returns the earliest end of a lifetime that is left.
    private func free(_ writer: Writer) async throws -> Int64? {
        while true {
            try Task.checkCancellation()
            let (earliest, now) = try await writer.withConnection { [clock] connection in
                (try connection.earliestDeadline(), try clock.now(on: connection).milliseconds)
            }
            guard let earliest, earliest <= now else { return earliest }
            let done = try await writer.write { session in
                // What is due has been done before.
                try session.purgeExpired(limit: Self.part) + session.settledCount
            }
            if done == 0 { return earliest }
        }
    }

    /// From one second, twice as long each time, up to a minute or so.
    private static func pause(afterFailures count: Int) -> Int64 { 1_000 << Int64(min(count, 6)) }
}
