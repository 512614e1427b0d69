import Synchronization

/// What one task waits on for the changes of one key.
///
/// Changes while nobody waits are kept, as one. It begins with ``ChangeFeed/watch(_:)`` and has to be
/// ended with ``ChangeFeed/end(_:)``.
final class KeyWatch: Sendable {
    let key: String
    private let bell = Bell()
    private let closed = Atomic(false)
    private let written = Atomic(false)
    private let left = Atomic(false)

    init(_ key: String) {
        self.key = key
    }

    /// Whether the store has been closed, or is gone: nothing is going to change any more.
    var isClosed: Bool { closed.load(ordering: .acquiring) }

    /// Whether the key has been set, deleted or popped since the watch began.
    ///
    /// What is told of the store without naming keys does not count.
    var isWritten: Bool { written.load(ordering: .acquiring) }

    /// Whether the entry has gone by itself since the watch began: it has expired or was evicted.
    var hasLeft: Bool { left.load(ordering: .acquiring) }

    /// Notes that something has happened to the key; that can be under the lock of a table.
    func note(_ kind: StoreChange.Kind) {
        switch kind {
        case .set, .deleted, .popped: written.store(true, ordering: .releasing)
        case .expired, .evicted: left.store(true, ordering: .releasing)
        case .restarted, .current: break
        }
    }

    func ring() {
        bell.ring()
    }

    func close() {
        closed.store(true, ordering: .releasing)
        bell.ring()
    }

    /// Returns once the key may have changed since the last wait, the store has been closed or the
    /// task is cancelled.
    func wait() async {
        await bell.wait()
    }
}
