import Synchronization

/// Hands the changes of a store to those who wait for them.
///
/// It may be called under the lock of a table: it waits for nobody.
final class ChangeFeed: Sendable {
    private struct State {
        var watches: [ByteText: [KeyWatch]] = [:]
        var isClosed = false
    }

    private let state = Lock(State())
    private let observed = Atomic(false)

    /// Whether anybody waits for a change.
    @inline(__always)
    var isObserved: Bool { observed.load(ordering: .relaxed) }

    /// Tells what has happened, in order.
    func publish(_ changes: [StoreChange]) {
        state.withLock { state in
            for change in changes {
                for watch in state.watches[ByteText(change.key)] ?? [] {
                    watch.note(change.kind)
                    watch.ring()
                }
            }
        }
    }

    /// Tells that anything may have happened.
    func publishUnknown() {
        state.withLock { state in
            for watch in state.watches.values.joined() { watch.ring() }
        }
    }

    /// Ends all who wait, now and later.
    func close() {
        state.withLock { state in
            state.isClosed = true
            for watch in state.watches.values.joined() { watch.close() }
        }
    }

    /// Begins to watch a key.
    func watch(_ key: String) -> KeyWatch {
        let watch = KeyWatch(key)
        state.withLock { state in
            if state.isClosed { return watch.close() }
            state.watches[ByteText(key), default: []].append(watch)
            observed.store(true, ordering: .relaxed)
        }
        return watch
    }

    /// Ends watching a key.
    func end(_ watch: KeyWatch) {
        state.withLock { state in
            let key = ByteText(watch.key)
            state.watches[key]?.removeAll { $0 === watch }
            if state.watches[key]?.isEmpty == true { state.watches[key] = nil }
            observed.store(!state.watches.isEmpty, ordering: .relaxed)
        }
    }
}
