internal import AgentKV

/// Where a database goes on counting its writes after it was opened.
///
/// What the file says has been issued may be less than what was: writes that others were told of are
/// lost with a backup that is put back, or with the power. So the first transaction of each database
/// that is opened leaves some revisions out (`Revision.start`). It does so under
/// the lock of the file, so it need not know who else has it open, and opening costs no write.
///
/// The thread that writes uses it.
final class RevisionOrigin: Sendable {
    private struct State {
        /// The revision that the file had before the first transaction; nil before that has begun.
        var found: Int64?
        /// No revision up to this one is issued any more.
        var floor: Int64 = 0
        /// Whether a transaction is durable that has issued one.
        var isSettled: Bool
    }

    private let state: Lock<State>
    /// What those who resume behind the last revision found go by.
    let skipped = SkippedRevisions()

    /// Creates the origin of a database; one in memory holds nothing from before, and counts from 1.
    init(isInMemory: Bool) {
        state = Lock(State(isSettled: isInMemory))
    }

    /// Returns the revision behind which a transaction goes on that finds `stored` in the file.
    func last(after stored: Int64, at now: @autoclosure () -> DatabaseTime) -> Int64 {
        state.withLock { state in
            if state.isSettled { return max(stored, state.floor) }
            if state.found != stored {
                state.found = stored
                let start = Revision.start(
                    after: Revision(rawValue: stored),
                    at: now().nanoseconds,
                    fast: false
                )
                state.floor = max(state.floor, start.rawValue)
            }
            return max(stored, state.floor)
        }
    }

    /// Notes that the revisions up to `last` are issued, and durable.
    func settle(at last: Int64) {
        let range = state.withLock { state -> (found: Int64, start: Int64)? in
            defer {
                state.isSettled = true
                state.floor = max(state.floor, last)
            }
            guard !state.isSettled, let found = state.found else { return nil }
            return (found, state.floor)
        }
        guard let range else { return }
        skipped.note(from: Revision(rawValue: range.found), to: Revision(rawValue: range.start))
    }
}
