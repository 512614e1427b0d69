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
        defer { if feed.hasAlarm { feed.wake() } }
        return try lock.withLock(body)
    }
}
