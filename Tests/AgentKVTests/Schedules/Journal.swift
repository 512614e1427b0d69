import AgentKV

/// What tasks note, in the order in which they do.
final class Journal<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        var awaited = 0
        var reader: CheckedContinuation<Void, Never>?
    }

    private let state = Lock(State())

    var items: [Item] { state.withLock { $0.items } }

    func note(_ item: Item) {
        let reader = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.items.append(item)
            return state.items.count >= state.awaited ? state.reader.take() : nil
        }
        reader?.resume()
    }

    func note(_ items: some Sequence<Item>) {
        for item in items { note(item) }
    }

    /// Returns once so much has been noted; one task waits at a time.
    func wait(for count: Int) async {
        await withCheckedContinuation { reader in
            let isThere = state.withLock { state in
                if state.items.count >= count { return true }
                state.awaited = count
                state.reader = reader
                return false
            }
            if isThere { reader.resume() }
        }
    }
}

/// A number that tasks change.
final class Count: Sendable {
    private let state = Lock(0)

    var value: Int { state.withLock { $0 } }

    func raise(to least: Int) {
        state.withLock { $0 = max($0, least) }
    }

    @discardableResult
    func add(_ amount: Int) -> Int {
        state.withLock { count in
            count += amount
            return count
        }
    }
}
