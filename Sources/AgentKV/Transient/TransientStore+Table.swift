import Synchronization

// Methods stand in extensions, and those on the hot path take and return no generic value: one in
// the body of an actor is dispatched, and a generic one is then not specialized in the caller's
// module. An asynchronous method that holds the lock itself would be twice as slow as one that
// calls a synchronous function which does.
extension TransientStore {
    /// Runs `body` on the table, alone.
    @inline(__always)
    nonisolated func withTable<R: Sendable, E: Error>(
        _ body: (inout ExpiringTable) throws(E) -> R
    ) throws(E) -> R {
        try table.lock.withLock(body)
    }

    /// Runs `body`, which may change the table, alone; `write` takes the batch that the call has to
    /// wait for before it returns.
    @inline(__always)
    nonisolated func withTable<R: Sendable, E: Error>(
        _ write: inout BatchNumber,
        _ body: (inout ExpiringTable) throws(E) -> R
    ) throws(E) -> R {
        // What had to go, released after the lock.
        var spent: [Remains] = []
        defer { withExtendedLifetime(spent) {} }
        return try table.lock.withLock { table throws(E) in
            defer {
                write = table.changes.takeWrite()
                if !table.spent.isEmpty { swap(&spent, &table.spent) }
            }
            return try body(&table)
        }
    }

    /// Throws for a key that was not found: if it is not allowed, or the store has been closed.
    nonisolated func checkAbsent(_ key: String) throws(StoreError) {
        try checkOpen()
        try limits.checkKey(key)
    }

    nonisolated func checkOpen() throws(StoreError) {
        if mayBeClosed.load(ordering: .relaxed), withTable({ $0.isClosed }) { throw .closed }
    }

    /// The deadline of a lifetime that begins now.
    nonisolated func deadline(_ ttl: Duration?, of key: String) throws(StoreError) -> Deadline {
        var moment: Moment?
        return try deadline(ttl, of: key, &moment)
    }

    /// The deadline of a lifetime that begins at `moment`, which is read if it is needed.
    @inline(__always)
    nonisolated func deadline(
        _ ttl: Duration?,
        of key: String,
        _ moment: inout Moment?
    ) throws(StoreError) -> Deadline {
        guard let ttl else { return .none }
        guard let lifetime = Lifetime(ttl) else {
            try limits.checkTTL(ttl, of: key)
            return .none
        }
        return Deadline(lifetime, after: Moment.once(&moment, clock))
    }
}
