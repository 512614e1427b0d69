/// One caller who waits for the outcome of a load, which may come before it waits.
final class LoadWaiter: Sendable {
    typealias Outcome = Result<StoreValue, any Error>

    private enum State {
        case coming
        case waiting(CheckedContinuation<StoreValue, any Error>)
        case ended(Outcome)
    }

    private let state = Lock(State.coming)

    /// Returns the outcome of the load.
    ///
    /// - Throws: What the load throws; `CancellationError` at once if the task is cancelled.
    func value() async throws -> StoreValue {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome = state.withLock { state -> Outcome? in
                    if case .ended(let outcome) = state { return outcome }
                    state = .waiting(continuation)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            end(with: .failure(CancellationError()))
        }
    }

    /// Hands over an outcome; only the first one counts.
    func end(with outcome: Outcome) {
        let waiting = state.withLock { state -> CheckedContinuation<StoreValue, any Error>? in
            let before = state
            if case .ended = before { return nil }
            state = .ended(outcome)
            guard case .waiting(let continuation) = before else { return nil }
            return continuation
        }
        waiting?.resume(with: outcome)
    }
}
