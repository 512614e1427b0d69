/// The table of a store behind its lock, shared by the store and by what writes it down.
final class SharedTable: Sendable {
    let lock: Lock<ExpiringTable>

    init(_ table: consuming ExpiringTable) {
        lock = Lock(table)
    }
}
