/// The table of a store behind its lock, shared by the store and by what writes it down.
final class SharedTable: Sendable {
    let lock: TableLock

    init(_ table: consuming ExpiringTable, clock: @escaping StoreClock) {
        lock = TableLock(table, clock: clock)
    }
}

/// The lock of a table, which wakes those who wait for a change once it is free.
struct TableLock: ~Copyable, Sendable {
    private let feed: ChangeFeed
    private let lock: Lock<ExpiringTable>
    private let clock: StoreClock

    init(_ table: consuming ExpiringTable, clock: @escaping StoreClock) {
        self.clock = clock
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
        // What had to go, released after the lock.
        var spent: [Remains]?
        defer { withExtendedLifetime(spent) {} }
        return try lock.withLock { table throws(E) in
            if table.settlesFrom != .end {
                table.settleQueues(now: clock)
                spent = table.takeSpent()
            }
            defer { if !table.spent.isEmpty { spent = (spent ?? []) + table.takeSpent() } }
            return try body(&table)
        }
    }

    /// Whether nobody holds the lock at this moment.
    var isFree: Bool { lock.withLockIfAvailable { _ in true } ?? false }
}
