internal import AgentKV
internal import Synchronization

/// Hands out the events of a database to those who listen.
final class EventFeed: Sendable {
    private struct Entry {
        weak var listener: EventListener?
    }

    private struct State {
        var entries: [Entry] = []
        var isFinished = false
    }

    private let state = Lock(State())
    private let count = Atomic(0)

    /// Whether anybody listens: if not, events need not be made.
    var hasListeners: Bool { count.load(ordering: .acquiring) > 0 }

    /// Adds a listener, which is let go when it is no longer held elsewhere.
    func add(_ listener: EventListener) {
        let isFinished = state.withLock { state in
            state.entries.removeAll { $0.listener == nil }
            if !state.isFinished { state.entries.append(Entry(listener: listener)) }
            count.store(state.entries.count, ordering: .releasing)
            return state.isFinished
        }
        if isFinished { listener.finish() }
    }

    func publish(_ events: [DatabaseEvent]) {
        if events.isEmpty { return }
        let listeners = listeners()
        for event in events {
            for listener in listeners { listener.offer(event) }
        }
    }

    func finish() {
        state.withLock { $0.isFinished = true }
        for listener in listeners() { listener.finish() }
    }

    private func listeners() -> [EventListener] {
        state.withLock { state in
            state.entries.removeAll { $0.listener == nil }
            count.store(state.entries.count, ordering: .releasing)
            return state.entries.compactMap(\.listener)
        }
    }
}
