/// A closure that is run once, and let go of before whoever waits for its result goes on.
///
/// It may be a closure that its caller has lent for the time of a call only.
final class SingleUse<R>: @unchecked Sendable {
    private var body: (@Sendable (Connection) throws -> R)?

    init(_ body: @escaping @Sendable (Connection) throws -> R) {
        self.body = body
    }

    /// Runs the closure; only one thread ever calls this.
    ///
    /// It is let go also where there turns out to be no connection.
    func run(on connection: @autoclosure () throws -> Connection) throws -> R {
        guard let body = body.take() else { throw CancellationError() }
        return try body(connection())
    }
}
