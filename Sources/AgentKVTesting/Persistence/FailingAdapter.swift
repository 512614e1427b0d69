public import AgentKV

/// An adapter around another one that fails, or makes its store wait, when a test says so.
///
/// - The batch with which a store is opened, which names no key, is passed on at once and counts for
///   nothing; only while commits fail it fails too.
/// - It says of no place that it is its own: a store on it can stand for one of another process, which
///   ends without being closed while another one is opened on what is inside.
public final class FailingAdapter: PersistenceAdapter {
    /// What a call that fails throws.
    public struct Failure: Error, Hashable, Sendable {
        /// Creates a failure.
        public init() {}
    }

    /// When a commit fails.
    public enum Place: Sendable, Hashable {
        /// Before anything of the batch has taken effect.
        case beforeCommit
        /// When all of the batch has: its store cannot tell.
        case afterCommit
    }

    private struct State {
        var commitsToPass = 0
        var commitsToFail = 0
        var place = Place.beforeCommit
        var loadsToFail = 0
        /// Whether a store is being opened, whose first batch is to come.
        var isOpening = false
        var batches: [PersistenceBatch] = []
        var isHolding = false
        var held: CheckedContinuation<Void, Never>?
        var watchers: [(count: Int, watcher: CheckedContinuation<Void, Never>)] = []

        /// Whether the batch with which a store is opened fails; nil for any other batch.
        mutating func failsOpening(with batch: PersistenceBatch) -> Bool? {
            defer { isOpening = false }
            guard isOpening, batch.entries.isEmpty, batch.removed.isEmpty else { return nil }
            return commitsToFail > 0 && commitsToPass == 0
        }
    }

    private let inner: any PersistenceAdapter
    private let state = Lock(State())

    /// Creates an adapter that does what `inner` does until it is told to fail.
    public init(_ inner: any PersistenceAdapter) {
        self.inner = inner
    }

    /// Lets the next commits fail, so many of them: all, unless told otherwise.
    ///
    /// Before that so many `passed` ones succeed.
    public func failCommits(
        _ count: Int = .max,
        _ place: Place = .beforeCommit,
        after passed: Int = 0
    ) {
        state.withLock { state in
            state.commitsToPass = passed
            state.commitsToFail = count
            state.place = place
        }
    }

    /// Lets the next loads fail, so many of them: all, unless told otherwise.
    public func failLoads(_ count: Int = .max) {
        state.withLock { $0.loadsToFail = count }
    }

    /// Lets nothing fail any more.
    public func recover() {
        state.withLock { state in
            state.commitsToFail = 0
            state.loadsToFail = 0
        }
    }

    /// Keeps the commits that begin from now on from ending, until ``letGo()``.
    public func holdCommits() {
        state.withLock { $0.isHolding = true }
    }

    /// Lets the commit that is held go on, and holds no others.
    public func letGo() {
        let held = state.withLock { state in
            let held = state.held
            state.isHolding = false
            state.held = nil
            return held
        }
        held?.resume()
    }

    /// The batches that commits were tried with, in order, failed ones included.
    public var batches: [PersistenceBatch] { state.withLock { $0.batches } }

    /// Returns once at least so many commits have begun since the adapter was made.
    public func waitForCommits(_ count: Int) async {
        await withCheckedContinuation { watcher in
            let isThere = state.withLock { state in
                if state.batches.count >= count { return true }
                state.watchers.append((count, watcher))
                return false
            }
            if isThere { watcher.resume() }
        }
    }

    public var expiryClock: WallClock? { inner.expiryClock }

    public func load(
        _ receive: @Sendable ([PersistedEntry]) throws -> Void
    ) async throws -> Revision {
        let fails = state.withLock { state in
            state.isOpening = true
            if state.loadsToFail == 0 { return false }
            state.loadsToFail -= 1
            return true
        }
        if fails { throw Failure() }
        return try await inner.load(receive)
    }

    public func commit(_ batch: PersistenceBatch) async throws {
        if let fails = state.withLock({ $0.failsOpening(with: batch) }) {
            if fails { throw Failure() }
            return try await inner.commit(batch)
        }
        begin(batch)
        await waitWhileHeld()
        let place = state.withLock { state -> Place? in
            if state.commitsToPass > 0 {
                state.commitsToPass -= 1
                return nil
            }
            if state.commitsToFail == 0 { return nil }
            state.commitsToFail -= 1
            return state.place
        }
        if place == .beforeCommit { throw Failure() }
        try await inner.commit(batch)
        if place == .afterCommit { throw Failure() }
    }

    private func begin(_ batch: PersistenceBatch) {
        let watchers = state.withLock { state in
            state.batches.append(batch)
            let count = state.batches.count
            let arrived = state.watchers.filter { $0.count <= count }
            state.watchers.removeAll { $0.count <= count }
            return arrived
        }
        for (_, watcher) in watchers { watcher.resume() }
    }

    private func waitWhileHeld() async {
        await withCheckedContinuation { continuation in
            let isHeld = state.withLock { state in
                if state.isHolding { state.held = continuation }
                return state.isHolding
            }
            if !isHeld { continuation.resume() }
        }
    }
}
