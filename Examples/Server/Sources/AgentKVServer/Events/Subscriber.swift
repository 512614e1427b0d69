internal import NIOCore
internal import Synchronization

/// The frames that wait for one client, up to a bound.
final class Subscriber: Sendable {
    /// What comes next for a client.
    enum Next: Sendable {
        case frames([EventFrame])
        /// More came than may wait.
        case tooSlow
        /// There are no more.
        case end
    }

    private struct State {
        var waiting: [EventFrame]
        var bytes = 0
        var isTooSlow = false
        var isEnded = false
        var reader: CheckedContinuation<Next, Never>?

        mutating func next() -> Next? {
            if !waiting.isEmpty {
                defer { (waiting, bytes) = ([], 0) }
                return .frames(waiting)
            }
            if isTooSlow { return .tooSlow }
            return isEnded ? .end : nil
        }
    }

    let filter: EventFilter
    private let state: Mutex<State>
    private let maximumCount: Int
    private let maximumBytes: Int

    /// Creates a subscriber that is told of `first` before all that follows.
    init(filter: EventFilter, first: [EventFrame], maximumCount: Int, maximumBytes: Int) {
        self.filter = filter
        self.maximumCount = maximumCount
        self.maximumBytes = maximumBytes
        state = Mutex(State(waiting: first))
    }

    /// Hands over a frame, without waiting.
    func offer(_ frame: EventFrame) {
        guard filter.includes(frame) else { return }
        let (reader, next) = state.withLock { state -> (CheckedContinuation<Next, Never>?, Next) in
            if state.isTooSlow || state.isEnded { return (nil, .end) }
            if let reader = state.reader {
                state.reader = nil
                return (reader, .frames([frame]))
            }
            state.waiting.append(frame)
            state.bytes += frame.text.readableBytes
            // What the client began with does not count against it.
            if state.bytes > maximumBytes || state.waiting.count > maximumCount {
                (state.waiting, state.bytes) = ([], 0)
                state.isTooSlow = true
            }
            return (nil, .end)
        }
        reader?.resume(returning: next)
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
