internal import HTTPTypes
internal import Synchronization

/// Counts the requests that are being done, up to a bound.
///
/// A request takes its place once its body is there, so that clients that are slow with theirs keep
/// nobody out.
final class InFlight: Sendable {
    private let count = Mutex(0)
    private let maximum: Int

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// How many are under way.
    var present: Int { count.withLock { $0 } }

    /// Runs `body` unless there are too many under way.
    ///
    /// - Throws: ``Failure``, 503, and what `body` does.
    func run<R>(_ body: () async throws -> R) async throws -> R {
        let isEntered = count.withLock { count in
            if count >= maximum { return false }
            count += 1
            return true
        }
        guard isEntered else {
            throw Failure(
                .serviceUnavailable,
                "too many requests at the same time",
                headers: [.retryAfter: "1"]
            )
        }
        defer { count.withLock { $0 -= 1 } }
        return try await body()
    }
}
