internal import AgentKV

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
    private let limits: StoreLimits

    /// Creates a feed of values within these bounds.
    init(limits: StoreLimits) {
        self.limits = limits
    }

    /// Whether anybody listens.
    var hasListeners: Bool { state.withLock { $0.entries.contains { $0.listener != nil } } }

    /// Adds a listener, which is let go when it is no longer held elsewhere.
    func add(_ listener: EventListener) {
        let isFinished = state.withLock { state in
            state.entries.removeAll { $0.listener == nil }
            if !state.isFinished { state.entries.append(Entry(listener: listener)) }
            return state.isFinished
        }
        if isFinished { listener.finish() }
    }

    /// Hands what has happened to those who listen now.
    func publish(_ announcements: Announcements) {
        let listeners = listeners()
        if listeners.isEmpty { return }
        announcements.forEachEvent(limits: limits) { event in
            for listener in listeners { listener.offer(event) }
        }
    }

    /// Hands an event of no transaction to those who listen now.
    func publish(_ event: DatabaseEvent) {
        for listener in listeners() { listener.offer(event) }
    }

    func finish() {
        state.withLock { $0.isFinished = true }
        for listener in listeners() { listener.finish() }
    }

    private func listeners() -> [EventListener] {
        state.withLock { state in
            state.entries.removeAll { $0.listener == nil }
            return state.entries.compactMap(\.listener)
        }
    }
}
