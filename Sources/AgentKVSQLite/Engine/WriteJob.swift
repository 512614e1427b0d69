/// The part of one caller in a transaction that several share.
///
/// It may be run more than once, before it is finished once: the last run counts.
protocol WriteJob: AnyObject, Sendable {
    /// Whether the part has failed of itself.
    var hasFailed: Bool { get }

    func run(in session: WriteSession)

    /// Resumes the caller: with what has become of the part, or with the error that undid all.
    func finish(with error: (any Error)?)
}

/// A part with a result.
///
/// The writer's thread alone touches it until the caller is resumed.
final class TypedWriteJob<R: Sendable>: WriteJob, @unchecked Sendable {
    private let isSingleStatement: Bool
    /// Let go before the caller is resumed, whose closure it may be for the time of its call only.
    private var body: (@Sendable (WriteSession) throws -> R)?
    private let continuation: CheckedContinuation<R, any Error>
    private var outcome: Result<R, any Error>?

    init(
        isSingleStatement: Bool,
        continuation: CheckedContinuation<R, any Error>,
        body: @escaping @Sendable (WriteSession) throws -> R
    ) {
        self.isSingleStatement = isSingleStatement
        self.continuation = continuation
        self.body = body
    }

    var hasFailed: Bool {
        if case .failure = outcome { true } else { false }
    }

    func run(in session: WriteSession) {
        guard let body else { return }
        outcome = Result {
            try session.part(isSingleStatement: isSingleStatement, body)
        }
    }

    func finish(with error: (any Error)?) {
        body = nil
        if let error, !hasFailed { outcome = .failure(error) }
        guard let outcome else { return }
        continuation.resume(with: outcome.mapError(\.forCaller))
    }
}
