/// What one task waits for and any number of callers ring; a ring while nobody waits is kept.
///
/// It may be rung under a lock: the task that waits runs elsewhere.
final class Bell: Sendable {
    private enum State {
        case quiet
        case rung
        case awaited(UnsafeContinuation<Void, Never>)
    }

    private let state = Lock(State.quiet)

    /// Wakes who waits, now or the next time.
    func ring() {
        let waiter = state.withLock { state -> UnsafeContinuation<Void, Never>? in
            guard case .awaited(let waiter) = state else {
                state = .rung
                return nil
            }
            state = .quiet
            return waiter
        }
        waiter?.resume()
    }

    /// Returns once the bell has been rung, or the task is cancelled; one task waits at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { waiter in
                let isRung = state.withLock { state in
                    if case .rung = state {
                        state = .quiet
                        return true
                    }
                    state = .awaited(waiter)
                    return false
                }
                if isRung { waiter.resume() }
            }
        } onCancel: {
            ring()
        }
    }
}
