import Synchronization

/// What one task waits on for the changes of one key.
///
/// Changes while nobody waits are kept, as one. It begins with ``ChangeFeed/watch(_:)`` and has to be
/// ended with ``ChangeFeed/end(_:)-(KeyWatch)``.
final class KeyWatch: Sendable {
    let key: String
    private let bell = Bell()
    private let closed = Atomic(false)

    init(_ key: String) {
        self.key = key
    }

    /// Whether the store has been closed, or is gone: nothing is going to change any more.
    var isClosed: Bool { closed.load(ordering: .acquiring) }

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
