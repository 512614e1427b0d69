/// The table of a store behind its lock, shared by the store and by what writes it down.
final class SharedTable: Sendable {
    let lock: TableLock

    init(_ table: consuming ExpiringTable) {
        lock = TableLock(table)
    }
}

/// The lock of a table, which wakes those who wait for a change once it is free.
struct TableLock: ~Copyable, Sendable {
    private let feed: ChangeFeed
    private let lock: Lock<ExpiringTable>

    init(_ table: consuming ExpiringTable) {
        feed = table.feed
        lock = Lock(table)
    }

    @inline(__always)
    func withLock<R, E: Error>(_ body: (inout ExpiringTable) throws(E) -> R) throws(E) -> R {
        // Counting a reference to the feed would take a fifth of the time of a write.
        defer {
            if ExpiringTable.tells {
                Unmanaged.passUnretained(feed)._withUnsafeGuaranteedRef { $0.wakeAlarmed() }
            }
        }
        return try lock.withLock(body)
    }

    /// Whether nobody holds the lock at this moment.
    var isFree: Bool { lock.withLockIfAvailable { _ in true } ?? false }
}
