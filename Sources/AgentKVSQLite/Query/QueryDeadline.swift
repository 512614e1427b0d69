internal import AgentKV
internal import Synchronization

/// What may end a query early: the end of its time, or somebody who no longer wants it.
///
/// A query that runs asks it now and then; any thread may cancel it.
final class QueryDeadline: Sendable {
    private let isCancelled = Atomic(false)
    private let instant: ContinuousClock.Instant?
    private let time: Duration?

    /// Creates the deadline of a query that begins now and may take so long; nil for any length.
    init(after time: Duration? = nil) {
        self.time = time
        // Far enough to be no deadline, and near enough to be represented.
        instant = time.map { ContinuousClock.now + min($0, .seconds(1_000_000_000)) }
    }

    /// Ends the query as cancelled.
    func cancel() {
        isCancelled.store(true, ordering: .relaxed)
    }

    /// Whether the query has to end.
    var isOver: Bool {
        isCancelled.load(ordering: .relaxed) || instant.map { $0 <= .now } ?? false
    }

    /// Throws if the query has to end.
    ///
    /// - Throws: `CancellationError` or ``/AgentKV/StoreError/queryTimedOut(reason:)``.
    func check() throws {
        if isOver { throw error }
    }

    /// Why the query has to end.
    fileprivate var error: any Error {
        if isCancelled.load(ordering: .relaxed) { return CancellationError() }
        let allowed = time.map { "the \($0) that it may" } ?? "it may"
        return StoreError.queryTimedOut(
            reason: "it took longer than \(allowed): narrow it by namespace or key"
        )
    }
}

extension QueryDeadline {
    /// Returns what a statement that was interrupted is reported as.
    func outcome(of failure: SQLiteFailure) -> any Error {
        failure.isInterrupted && isOver ? error : failure
    }
}
