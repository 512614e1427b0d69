/// Those of a process who sleep on the continuous clock, and can be cancelled without a trace.
///
/// A `Task.sleep` that is cancelled returns at once, but what the system keeps for it stays until its
/// time is over: of a million cancelled waits of an hour that is a gigabyte for an hour. Here only a
/// few timers are set, see ``SleepTable``, by tasks that nobody cancels.
final class Sleepers: Sendable {
    static let shared = Sleepers()

    private typealias Waiter = CheckedContinuation<Void, any Error>

    private struct State {
        var table = SleepTable<Waiter>()
        var lastID = 0
    }

    private enum Step {
        case sleep(timer: ContinuousClock.Instant?)
        case awake
        case cancelled
    }

    private let state = Lock(State())

    /// Suspends until it is `deadline`.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before.
    func sleep(until deadline: ContinuousClock.Instant) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                let step = state.withLock { state -> Step in
                    if Task.isCancelled { return .cancelled }
                    if deadline <= .now { return .awake }
                    return .sleep(timer: state.table.add(waiter, id, until: deadline))
                }
                switch step {
                case .sleep(let timer): if let timer { set(timer) }
                case .awake: waiter.resume()
                case .cancelled: waiter.resume(throwing: CancellationError())
                }
            }
        } onCancel: {
            let waiter = state.withLock { $0.table.remove(id) }
            waiter?.resume(throwing: CancellationError())
        }
    }

    private func set(_ timer: ContinuousClock.Instant) {
        Task.detached {
            try? await Task.sleep(until: timer, clock: .continuous)
            let (due, next) = self.state.withLock { state in
                state.table.goOff(timer, now: .now)
            }
            for waiter in due { waiter.resume() }
            if let next { self.set(next) }
        }
    }
}

extension Clock<Duration> {
    /// Suspends for a time; cancelled, it leaves nothing behind on the continuous clock.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before.
    package func rest(for duration: Duration) async throws {
        if self is ContinuousClock {
            try await Sleepers.shared.sleep(until: .now.advanced(by: duration))
        } else {
            try await sleep(for: duration)
        }
    }
}
