internal import AgentKVSQLite
internal import NIOCore
internal import Synchronization

/// The frames that wait for one client, up to a bound.
final class Subscriber: Sendable {
    /// What comes next for a client.
    enum Next: Sendable {
        case frames([EventFrame])
        /// There are no more.
        case end
    }

    private struct State {
        var filter: EventFilter
        var waiting: [EventFrame]
        /// How many of those that wait the client began with: they do not count against it.
        var firstCount: Int
        /// The bytes of the others.
        var bytes = 0
        var isEnded = false
        var reader: CheckedContinuation<Next, Never>?

        mutating func next() -> Next? {
            if !waiting.isEmpty {
                defer { clear() }
                return .frames(waiting)
            }
            return isEnded ? .end : nil
        }

        mutating func clear() { (waiting, firstCount, bytes) = ([], 0, 0) }
    }

    private let state: Mutex<State>
    private let maximumCount: Int
    private let maximumBytes: Int
    private let onTooSlow: @Sendable () -> Void

    /// Creates a subscriber that is told of `first` before all that follows, of which so many may wait.
    ///
    /// `onTooSlow` is called when more comes than may wait; the frames that wait are dropped then. The
    /// client is not reading, so that whoever writes to it may be waiting as well.
    init(
        filter: EventFilter,
        first: [EventFrame],
        maximumCount: Int,
        maximumBytes: Int,
        onTooSlow: @escaping @Sendable () -> Void
    ) {
        self.onTooSlow = onTooSlow
        self.maximumCount = maximumCount
        self.maximumBytes = maximumBytes
        state = Mutex(State(filter: filter, waiting: first, firstCount: first.count))
    }

    /// Takes notice of which instance there is by the name that the client has given; nil for none.
    func foundInstance(_ id: String?) {
        state.withLock { $0.filter.instance?.found(id) }
    }

    /// Hands over a frame, without waiting, and returns whether the client can be told of more.
    func offer(_ frame: EventFrame) -> Bool {
        var reader: CheckedContinuation<Next, Never>?
        let goesOn = state.withLock { state in
            guard state.filter.includes(frame) else { return true }
            if state.isEnded { return false }
            if let waiting = state.reader {
                reader = waiting
                state.reader = nil
                return true
            }
            state.waiting.append(frame)
            state.bytes += frame.text.readableBytes
            let count = state.waiting.count - state.firstCount
            if state.bytes > maximumBytes || count > maximumCount {
                state.clear()
                state.isEnded = true
            }
            return !state.isEnded
        }
        reader?.resume(returning: .frames([frame]))
        if !goesOn { onTooSlow() }
        return goesOn
    }

    /// Ends the frames behind those that wait.
    func end() {
        let reader = state.withLock { state in
            state.isEnded = true
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume(returning: .end)
    }

    /// Returns what comes next, waiting for it; the end where the task is cancelled.
    func next() async -> Next {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let next = state.withLock { state -> Next? in
                    if let next = state.next() { return next }
                    state.reader = continuation
                    return nil
                }
                if let next { continuation.resume(returning: next) }
            }
        } onCancel: {
            end()
        }
    }
}
