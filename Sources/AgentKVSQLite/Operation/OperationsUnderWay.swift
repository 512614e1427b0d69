internal import AgentKV

/// The operations that are under way, for closing to wait for them.
///
/// A call is waited for. A snapshot that somebody reads at a pace of their own is ended.
final class OperationsUnderWay: Sendable {
    private struct Entry {
        weak var snapshot: Snapshot?
    }

    private struct State {
        var calls = 0
        var snapshots: [Entry] = []
        var isClosed = false
        var closing: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Lock(State())

    /// Runs a call that closing waits for.
    func perform<R>(_ body: () async throws -> R) async throws -> R {
        try state.withLock { state throws(StoreError) in
            if state.isClosed { throw .closed }
            state.calls += 1
        }
        defer { leave() }
        return try await body()
    }

    private func leave() {
        let closing = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.calls -= 1
            guard state.calls == 0 else { return [] }
            defer { state.closing = [] }
            return state.closing
        }
        for continuation in closing { continuation.resume() }
    }

    /// Adds a snapshot, which is let go when it is no longer held elsewhere.
    func add(_ snapshot: Snapshot) throws(StoreError) {
        try state.withLock { state throws(StoreError) in
            if state.isClosed { throw .closed }
            state.snapshots.removeAll { $0.snapshot == nil }
            state.snapshots.append(Entry(snapshot: snapshot))
        }
    }

    /// Lets nobody in any more.
    func refuse() {
        state.withLock { $0.isClosed = true }
    }

    /// Waits for the calls, and ends the snapshots.
    func close() async {
        refuse()
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.calls > 0 { state.closing.append(continuation) }
                return state.calls == 0
            }
            if isIdle { continuation.resume() }
        }
        let snapshots = state.withLock { state in
            defer { state.snapshots = [] }
            return state.snapshots.compactMap(\.snapshot)
        }
        for snapshot in snapshots { await snapshot.end() }
    }
}
