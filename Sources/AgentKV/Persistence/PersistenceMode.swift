/// When the calls that write return, in a store with a ``PersistenceAdapter``.
public enum PersistenceMode: Sendable, Hashable {
    /// At once: what they wrote is written down soon after, and ``TransientStore/flush()`` waits for
    /// it.
    ///
    /// What was not written down when the process ends is lost.
    case writeBehind

    /// When it is durable: calls that come while others are being written down share the next batch.
    case writeThrough
}

/// How long a store with a ``PersistenceAdapter`` waits before it gives the adapter a batch.
///
/// The time is that of the store's clock. Nothing of it is waited for where somebody waits: a
/// ``TransientStore/flush()``, or a call that writes through.
public struct PersistencePacing: Sendable, Hashable {
    /// How long changes are gathered after the first one, so that several to one key become one:
    /// 20 ms unless told otherwise.
    public var gathering: Duration
    /// The pause after a batch failed: 100 ms unless told otherwise.
    ///
    /// It doubles with every further failure.
    public var firstRetry: Duration
    /// The longest pause between two attempts: 30 s unless told otherwise.
    public var longestRetry: Duration

    /// Creates a pacing; what is not given is as usual.
    public init(
        gathering: Duration = .milliseconds(20),
        firstRetry: Duration = .milliseconds(100),
        longestRetry: Duration = .seconds(30)
    ) {
        self.gathering = gathering
        self.firstRetry = firstRetry
        self.longestRetry = longestRetry
    }

    /// The pause before the next batch, after so many attempts in a row have failed.
    func pause(failures: Int) -> Duration {
        guard failures > 0 else { return gathering }
        var pause = firstRetry
        for _ in 1..<min(failures, 64) where pause < longestRetry {
            pause = min(pause, longestRetry / 2) * 2
        }
        return min(pause, longestRetry)
    }
}
