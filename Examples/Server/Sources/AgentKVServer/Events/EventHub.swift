internal import AgentKV
internal import AgentKVSQLite
internal import Synchronization

/// Takes the events of the database, remembers the last ones, and hands them to all sockets.
final class EventHub: Sendable {
    private struct State {
        var history: EventHistory
        var subscribers: [ObjectIdentifier: Subscriber] = [:]
        var isEnded = false
    }

    private static let leastWaiting = 1_000

    private let events: DatabaseEvents
    private let limits: ServerLimits
    private let metrics: ServerMetrics
    private let state: Mutex<State>

    /// Creates the hub of a database; what is written from here on it tells of.
    init(
        _ database: SQLiteDatabase,
        limits: ServerLimits,
        metrics: ServerMetrics
    ) async throws {
        (self.limits, self.metrics) = (limits, metrics)
        // As many may wait for the hub, however few it is to remember afterwards.
        events = database.events(capacity: max(limits.rememberedEvents, Self.leastWaiting))
        let history = EventHistory(
            after: try await database.lastRevision(),
            maximumCount: limits.rememberedEvents,
            maximumBytes: limits.rememberedBytes
        )
        state = Mutex(State(history: history))
    }

    /// How many sockets are told.
    var subscriberCount: Int { state.withLock { $0.subscribers.count } }

    /// Hands on what happens, until the database is closed or the task cancelled.
    func run() async {
        for await event in events { publish(event) }
        let subscribers = state.withLock { state in
            state.isEnded = true
            return Array(state.subscribers.values)
        }
        for subscriber in subscribers { subscriber.end() }
    }

    /// Begins to tell a client: of what has happened since `revision`, where that is given, and then
    /// of what happens.
    ///
    /// - Parameters:
    ///   - filter: What the client wants to be told of.
    ///   - revision: Where the client left off; nil to begin now.
    ///   - greets: Whether the first frame says where it begins.
    ///   - onTooSlow: Called when more waits for the client than may.
    /// - Returns: What waits for the client.
    func subscribe(
        _ filter: EventFilter,
        after revision: Revision?,
        greets: Bool,
        onTooSlow: @escaping @Sendable () -> Void
    ) -> Subscriber {
        state.withLock { state in
            var filter = filter
            let first = state.history.beginning(&filter, after: revision, greets: greets)
            let subscriber = Subscriber(
                filter: filter,
                first: first,
                maximumCount: limits.waitingEvents,
                maximumBytes: limits.rememberedBytes,
                onTooSlow: onTooSlow
            )
            if state.isEnded {
                subscriber.end()
            } else {
                state.subscribers[ObjectIdentifier(subscriber)] = subscriber
            }
            return subscriber
        }
    }

    /// The same for a client that has named an instance, which `lookUp` looks for again: it may have been
    /// deleted, or made, before the client was told of that.
    ///
    /// - Throws: What `lookUp` throws; the client is not told of anything then.
    func subscribe(
        _ filter: EventFilter,
        after revision: Revision?,
        greets: Bool,
        onTooSlow: @escaping @Sendable () -> Void,
        lookUp: (FollowedInstance) async throws -> String?
    ) async throws -> Subscriber {
        let subscriber = subscribe(filter, after: revision, greets: greets, onTooSlow: onTooSlow)
        guard let followed = filter.instance else { return subscriber }
        do {
            subscriber.foundInstance(try await lookUp(followed))
        } catch {
            unsubscribe(subscriber)
            throw error
        }
        return subscriber
    }

    /// Tells a client no more.
    func unsubscribe(_ subscriber: Subscriber) {
        _ = state.withLock { $0.subscribers.removeValue(forKey: ObjectIdentifier(subscriber)) }
        subscriber.end()
    }

    private func publish(_ event: DatabaseEvent) {
        metrics.countEvent(event.name)
        let frame = EventFrame(event)
        // Under the lock, so that who begins just now gets each frame once.
        state.withLock { state in
            switch event.kind {
            case .overflow, .writtenByOthers: state.history.restart(after: event.revision)
            default: state.history.append(frame)
            }
            for (id, subscriber) in state.subscribers where !subscriber.offer(frame) {
                state.subscribers[id] = nil
            }
        }
    }
}

extension EventHistory {
    /// The frames with which a client begins.
    fileprivate func beginning(
        _ filter: inout EventFilter,
        after revision: Revision?,
        greets: Bool
    ) -> [EventFrame] {
        let missed = revision.flatMap { frames(after: $0) }
        let isResumed = missed.map { filter.isOfSameInstance(since: $0) } ?? false
        let start = isResumed ? revision ?? last : last
        var first: [EventFrame] = []
        if greets || revision != nil {
            first.append(EventFrame("kvStore:connected", ["resumed": .bool(isResumed)], start))
        }
        if let revision, !isResumed {
            let what =
                missed == nil
                ? "revision \(revision) is not remembered"
                : "at revision \(revision) another instance may have had that id or name"
            let reason = "\(what); read the present state anew"
            first.append(EventFrame("kvStore:restarted", ["reason": .string(reason)], last))
        }
        if let missed, isResumed { first += missed.filter { filter.includes($0) } }
        return first
    }
}
