import Synchronization

/// A load that is or was under way: an identity, for those who ask whether it is the one they mean.
final class Load: Sendable {
    /// The load that a task is part of.
    @TaskLocal static var current: Load?

    /// The key, as the store has it that really holds it.
    let key: ByteText
    let isDone = Atomic(false)
    /// What happens to the key from the beginning of the load on.
    let watch: WriteWatch
    private let base = Lock<LoadBase?>(nil)

    /// Begins a load of the key that is watched.
    init(_ watch: WriteWatch) {
        key = watch.key
        self.watch = watch
    }

    /// Notes what was at the key as the load looked.
    func setBase(_ base: LoadBase) {
        self.base.withLock { $0 = base }
    }

    /// Whether the key has been written since the load began, so that its result is too old for the
    /// store, and for whoever asks from now on.
    ///
    /// `found` is the revision of the entry that is there now; nil if there is none.
    func isOutdated(byFinding found: Revision?, at now: () -> Moment) -> Bool {
        if watch.isWritten { return true }
        guard let base = base.withLock({ $0 }) else { return false }
        // Another process may have written it, of which nobody tells.
        if let found { return found != base.revision }
        if base.revision == nil || watch.hasLeft || watch.isLifetimeChanged { return false }
        return base.deadline.map { now() < $0 } ?? true
    }

    /// Whether the entry that the load is going to replace has been given another lifetime since the
    /// load looked, or has none any more.
    ///
    /// `remaining` is how long it lives from now on; nil for ever.
    func hasOtherLifetime(_ remaining: Duration?, at now: Moment) -> Bool {
        if watch.isLifetimeChanged { return true }
        guard let base = base.withLock({ $0 }), base.revision != nil else { return false }
        // Another process may have done so.
        guard let remaining, let deadline = base.deadline else {
            return (remaining == nil) != (base.deadline == nil)
        }
        let difference = now.advanced(by: remaining).nanoseconds - deadline.nanoseconds
        return difference.magnitude > Self.lifetimeTolerance
    }

    /// By how many nanoseconds two measurements of one deadline may differ: by those of the time of
    /// day, and by what passes between reading a clock and an entry.
    private static let lifetimeTolerance: UInt64 = 1_000_000_000
}

/// What a load found at its key as it began.
struct LoadBase: Sendable {
    /// The revision of the entry; nil if there was none.
    let revision: Revision?
    /// When the lifetime of the entry ends; nil for never, and where there was none.
    let deadline: Moment?

    /// What was found after the time was `now`.
    init(_ entry: Entry<StoreValue>?, at now: Moment) {
        revision = entry?.revision
        deadline = entry?.remainingLifetime.map { now.advanced(by: $0) }
    }
}
