import AgentKV

/// What tasks wait at until it is opened, and then no more.
final class Gate: Sendable {
    private enum State {
        case closed([Int: CheckedContinuation<Void, any Error>])
        case open
    }

    private let state = Lock((gate: State.closed([:]), next: 0))

    /// Lets all pass, now and later.
    func open() {
        let waiting = state.withLock { state in
            defer { state.gate = .open }
            if case .closed(let waiting) = state.gate { return Array(waiting.values) }
            return []
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns once the gate is open.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before.
    func pass() async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome = state.withLock { state -> Result<Void, any Error>? in
                    guard case .closed(var waiting) = state.gate else { return .success(()) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    waiting[number] = continuation
                    state.gate = .closed(waiting)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let cancelled = state.withLock { state in
                guard case .closed(var waiting) = state.gate else {
                    return nil as CheckedContinuation<Void, any Error>?
                }
                defer { state.gate = .closed(waiting) }
                return waiting.removeValue(forKey: number)
            }
            cancelled?.resume(throwing: CancellationError())
        }
    }
}

/// A count that several tasks raise.
final class Tally: Sendable {
    private let state = Lock(0)

    var count: Int { state.withLock { $0 } }

    /// Raises the count and returns it.
    @discardableResult
    func raise() -> Int {
        state.withLock { count in
            count += 1
            return count
        }
    }
}
