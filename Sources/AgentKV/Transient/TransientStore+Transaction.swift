extension TransientStore {
    /// Runs `body` on one consistent moment of the store, and returns its result.
    ///
    /// It runs once, and other callers wait for it. Neither the body nor its result has to be
    /// `Sendable`.
    @discardableResult
    public nonisolated func transaction<R>(
        _ body: (inout StoreTransaction) throws -> R
    ) async throws -> R {
        var write: BatchNumber = 0
        var changedKey = ""
        let result = try run(&write, &changedKey, body)
        if write > 0 { try await settle(write, changedKey) }
        return result
    }

    public nonisolated func performTransaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        try await transaction(body)
    }

    /// Changes the value at a key in place, and returns what `body` returns.
    ///
    /// Nil stands for absence, and setting nil deletes. No other write comes between the reading and
    /// the writing; a key that was there keeps its deadline. When `body` throws, nothing changes.
    @discardableResult
    public nonisolated func update<V: Codable & Sendable, R>(
        _ key: String,
        as type: V.Type,
        _ body: (inout V?) throws -> R
    ) async throws -> R {
        var write: BatchNumber = 0
        var changedKey = ""
        let result = try run(&write, &changedKey) { try $0.update(key, as: type, body) }
        if write > 0 { try await settle(write, key) }
        return result
    }

    nonisolated func run<R>(
        _ write: inout BatchNumber,
        _ changedKey: inout String,
        _ body: (inout StoreTransaction) throws -> R
    ) throws -> R {
        // What the transaction has replaced, or had written: released after the lock.
        var replaced: [Undo] = []
        var written: [StoreValue] = []
        var spent: [Remains] = []
        defer { withExtendedLifetime((replaced, written, spent)) {} }
        return try table.lock.withLock { table in
            if table.isClosed { throw StoreError.closed }
            defer {
                write = table.changes.takeWrite()
                if write > 0 { changedKey = table.changes.changedKey }
                if !table.spent.isEmpty { swap(&spent, &table.spent) }
            }
            table.settleQueues(now: clock)
            table.begin()
            do {
                let result = try withUnsafeMutablePointer(to: &table) { table in
                    var transaction = StoreTransaction(
                        TableTransaction(table, clock: clock, coordinator: coordinator)
                    )
                    return try body(&transaction)
                }
                replaced = table.commit()
                return result
            } catch {
                written = table.rollBack()
                throw error
            }
        }
    }
}
