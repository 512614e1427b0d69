internal import AgentKV

/// One listener's events: a buffer of bounded size between the writer and a task.
final class EventListener: Sendable {
    private struct State {
        var buffer = Queue<(event: DatabaseEvent, bytes: Int)>()
        /// About how many bytes the values in the buffer take.
        var bytes = 0
        /// What has come since the buffer was full: its number, and the last of it.
        var missed = 0
        var lastMissed: DatabaseEvent?
        var isFinished = false
        var waiter: CheckedContinuation<DatabaseEvent?, Never>?

        /// Takes the next event that is there, or the notice that some are missing.
        mutating func nextBuffered() -> DatabaseEvent? {
            if let first = buffer.popFirst() {
                bytes -= first.bytes
                return first.event
            }
            guard let last = lastMissed else { return nil }
            defer { (missed, lastMissed) = (0, nil) }
            return DatabaseEvent(revision: last.revision, kind: .overflow(missed: missed))
        }
    }

    private let state = Lock(State())
    private let capacity: Int
    private let maximumBytes: Int
    private let includes: @Sendable (DatabaseEvent) -> Bool

    /// Creates a listener for whom so many events wait at most, whose values take no more than
    /// `maximumBytes` or are one only.
    init(
        capacity: Int,
        maximumBytes: Int = StoreLimits.historyBytes,
        includes: @escaping @Sendable (DatabaseEvent) -> Bool
    ) {
        self.capacity = max(capacity, 1)
        self.maximumBytes = maximumBytes
        self.includes = includes
    }

    /// Hands over an event, without waiting.
    func offer(_ event: DatabaseEvent) {
        guard event.concernsAll || includes(event) else { return }
        let waiter = state.withLock { state -> CheckedContinuation<DatabaseEvent?, Never>? in
            if state.isFinished { return nil }
            if let waiter = state.waiter {
                state.waiter = nil
                return waiter
            }
            let bytes = event.valueBytes
            // What holds no value counts by its number only, and one that waits alone always has room.
            let isTooLarge = bytes > 0 && state.bytes > 0 && state.bytes + bytes > maximumBytes
            if state.missed > 0 || state.buffer.count >= capacity || isTooLarge {
                state.missed += event.count
                state.lastMissed = event.withoutValue
            } else {
                state.buffer.append((event, bytes))
                state.bytes += bytes
            }
            return nil
        }
        waiter?.resume(returning: event)
    }

    /// Ends the events behind those that are there.
    func finish() {
        let waiter = state.withLock { state in
            state.isFinished = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: nil)
    }

    /// Returns the next event; nil at the end, or when the task is cancelled.
    func next() async -> DatabaseEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in wait(continuation) }
        } onCancel: {
            finish()
        }
    }

    private func wait(_ continuation: CheckedContinuation<DatabaseEvent?, Never>) {
        var resumed: CheckedContinuation<DatabaseEvent?, Never>? = continuation
        let event = state.withLock { state -> DatabaseEvent? in
            if let event = state.nextBuffered() { return event }
            if state.isFinished { return nil }
            // Of two iterations at the same time, which is a mistake, the first ends.
            resumed = state.waiter
            state.waiter = continuation
            return nil
        }
        resumed?.resume(returning: event)
    }
}

extension DatabaseEvent {
    /// Whether it stands for events of which it is not known what they were.
    fileprivate var concernsAll: Bool {
        switch kind {
        case .overflow, .writtenByOthers: true
        default: false
        }
    }

    /// Whether all records of an instance are gone with it.
    var isDeletionOfInstance: Bool {
        if case .instanceDeleted = kind { true } else { false }
    }

    /// About how many bytes the value in it takes.
    fileprivate var valueBytes: Int {
        if case .recordSet(_, _, _, let value) = kind { value.approximateBytes } else { 0 }
    }

    /// The same for what is only counted, so that it keeps no value.
    fileprivate var withoutValue: DatabaseEvent {
        DatabaseEvent(revision: revision, kind: .overflow(missed: count))
    }

    /// How many events it stands for.
    fileprivate var count: Int {
        if case .overflow(let missed) = kind { missed } else { 1 }
    }
}
