/// The time of a store: what it is now, and how to sleep until it is later.
struct StoreTime: Sendable {
    /// Tells the time since the store was made.
    let now: StoreClock
    private let sleep: @Sendable (Moment) async throws -> Void

    init(_ clock: some Clock<Duration>) {
        now = Moment.since(startOf: clock)
        if clock is ContinuousClock {
            // The moments begin a little before, so that nobody wakes too early.
            let start = ContinuousClock.now
            sleep = { moment in
                let deadline = start.advanced(by: .nanoseconds(moment.nanoseconds))
                try await Sleepers.shared.sleep(until: deadline)
            }
            return
        }
        let start = clock.now
        sleep = { moment in
            let deadline = start.advanced(by: .nanoseconds(moment.nanoseconds))
            try await clock.sleep(until: deadline, tolerance: nil)
        }
    }

    /// Suspends until it is `moment`; the end of time never comes.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before.
    func sleep(until moment: Moment) async throws {
        try await sleep(moment)
    }
}

extension Moment {
    /// The moment that lies `duration` after this one; the end of time where that is too far.
    func advanced(by duration: Duration) -> Moment {
        guard let span = max(duration, .zero).wholeNanoseconds else { return .end }
        let (sum, overflow) = nanoseconds.addingReportingOverflow(span)
        return overflow ? .end : Moment(nanoseconds: sum)
    }
}
