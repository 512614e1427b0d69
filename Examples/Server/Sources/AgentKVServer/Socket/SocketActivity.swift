internal import Synchronization

/// What a session and its client are doing, which decides when the socket may be closed.
final class SocketActivity: Sendable {
    private struct State {
        var isAnswering = false
        var isEnding = false
        /// Whether the client has been heard of since the last ping; opening the socket counts.
        var isHeard = true
        var taken: Int?
    }

    private let state = Mutex(State())

    /// Notes that something has come from the client.
    func noteHeard() { state.withLock { $0.isHeard = true } }

    /// Begins to answer a frame; false if the session is ending, and no more are answered.
    func beginAnswer() -> Bool {
        state.withLock { state in
            if !state.isEnding { state.isAnswering = true }
            return !state.isEnding
        }
    }

    /// Notes that a frame is answered, and returns whether that was the last one, so that the socket is
    /// to be closed.
    func endAnswer() -> Bool {
        state.withLock { state in
            // What the client has said meanwhile was not read.
            (state.isAnswering, state.isHeard) = (false, true)
            return state.isEnding
        }
    }

    /// Ends the session behind the frame that is being answered, and returns whether there is none, so
    /// that the socket is to be closed.
    func end() -> Bool {
        state.withLock { state in
            state.isEnding = true
            return !state.isAnswering
        }
    }

    /// Returns whether the client is still there, before the next ping is sent.
    ///
    /// It is not if it has taken nothing of what waits for it since the last ping. Otherwise it is if it
    /// was heard of, if there is more for it to take, or if it may have answered and is not read because
    /// a frame of it is being answered.
    func isClientThere(_ sent: SentBytes.Progress) -> Bool {
        state.withLock { state in
            defer { (state.isHeard, state.taken) = (false, sent.taken) }
            if sent.waiting > 0, state.taken == sent.taken { return false }
            return state.isHeard || state.isAnswering || sent.waiting > 0
        }
    }
}
