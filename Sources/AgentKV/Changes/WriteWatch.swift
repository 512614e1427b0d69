import Synchronization

/// What happens to a key while a value for it is made: whether the value may still be set.
///
/// It begins with ``ChangeFeed/watchWrites(of:)`` and has to be ended with
/// ``ChangeFeed/end(_:)-(WriteWatch)``. It is told of a write before the call that wrote returns.
final class WriteWatch: Sendable {
    let key: ByteText
    private let written = Atomic(false)
    private let left = Atomic(false)
    private let lifetimeChanged = Atomic(false)
    private let own = Atomic(WriteWatch.none)

    /// No write has this revision.
    private static let none = Int64.min

    init(_ key: ByteText) {
        self.key = key
    }

    /// Whether somebody else has set, deleted or popped the key, or asked for that, since the watch
    /// began.
    ///
    /// What is told of the store without naming keys does not count.
    var isWritten: Bool { written.load(ordering: .acquiring) }

    /// Whether the entry has gone by itself since the watch began: it has expired or was evicted.
    var hasLeft: Bool { left.load(ordering: .acquiring) }

    /// Whether the key has been given another lifetime, or none, since the watch began.
    var isLifetimeChanged: Bool { lifetimeChanged.load(ordering: .acquiring) }

    /// Says which write is that of the one who watches; nil for none so far.
    func setOwnWrite(_ revision: Revision?) {
        own.store(revision?.rawValue ?? Self.none, ordering: .releasing)
    }

    /// Notes that something has happened to the key; that can be under the lock of a table.
    func note(_ kind: StoreChange.Kind, _ revision: Revision?) {
        switch kind {
        case .set, .deleted, .popped:
            if let revision, revision.rawValue == own.load(ordering: .acquiring) { return }
            written.store(true, ordering: .releasing)
        case .expired, .evicted: left.store(true, ordering: .releasing)
        case .restarted, .current: break
        }
    }

    /// Notes that the key has been given another lifetime, or none.
    func noteLifetime() {
        lifetimeChanged.store(true, ordering: .releasing)
    }
}
