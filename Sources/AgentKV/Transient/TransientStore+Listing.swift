extension TransientStore {
    /// Returns up to `limit` live keys that begin with `prefix`, in the order of their bytes.
    ///
    /// The first listing of a store puts its keys in order, in small steps between which other
    /// callers get their turn; from then on the order is kept, and a listing costs what it returns.
    ///
    /// - Parameters:
    ///   - prefix: What the keys begin with, by bytes.
    ///   - after: The last key of the page before; nil for the first page.
    ///   - limit: How many keys to return at most.
    /// - Returns: Keys in the order of their bytes.
    /// - Throws: ``StoreError/invalidLimit(_:reason:)`` for a negative limit, `CancellationError` if
    ///   the task is cancelled between two steps.
    /// - Complexity: O(log *n* + *m*) in the keys there and returned; O(*n* log *n*) the first time.
    public nonisolated func performKeys(
        prefix: String,
        after: String?,
        limit: Int
    ) async throws -> [String] {
        try limits.checkCount(limit)
        guard limit > 0 else { return [] }
        while true {
            if let keys = keysNow(prefix: prefix, after: after, limit: limit) {
                if keys.isEmpty { try checkOpen() }
                return keys
            }
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    /// Counts the live keys that begin with `prefix`.
    ///
    /// - Complexity: O(1) for all keys, O(log *n* + *m*) for those with a prefix; like a listing, the
    ///   first count with a prefix puts the keys in order.
    public nonisolated func count(prefix: String = "") async -> Int {
        while true {
            if let count = countNow(prefix: prefix) { return count }
            await Task.yield()
        }
    }

    public nonisolated func performCount(prefix: String) async -> Int {
        await count(prefix: prefix)
    }

    /// Removes every live key that begins with `prefix`, all at one moment, and returns how many
    /// they were.
    ///
    /// - Complexity: O(log *n* + *m*), other callers waiting for *m* removals; like a listing, the
    ///   first one puts the keys in order.
    public nonisolated func performDeleteAll(prefix: String) async throws -> Int {
        while true {
            var write: BatchNumber = 0
            if let count = deleteAllNow(prefix: prefix, &write) {
                if count == 0 { try checkOpen() }
                if write > 0 { try await settle(write, prefix) }
                return count
            }
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}

/// Each of these does one step under the lock: the last one answers, those before it return nil.
extension TransientStore {
    private nonisolated func keysNow(prefix: String, after: String?, limit: Int) -> [String]? {
        var write: BatchNumber = 0
        return settled(inOrder: true, &write) { table, _ in
            var keys: [String] = []
            table.forEachKey(prefix: prefix, after: after, now: clock) { key in
                keys.append(key)
                return keys.count < limit
            }
            return keys
        }
    }

    private nonisolated func countNow(prefix: String) -> Int? {
        var write: BatchNumber = 0
        return settled(inOrder: !prefix.isEmpty, &write) { table, _ in
            if table.isClosed { return 0 }
            if prefix.isEmpty { return table.cells.count }
            var count = 0
            table.forEachKey(prefix: prefix, after: nil, now: clock) { _ in
                count += 1
                return true
            }
            return count
        }
    }

    private nonisolated func deleteAllNow(prefix: String, _ write: inout BatchNumber) -> Int? {
        settled(inOrder: true, &write) { table, remains in
            var keys: [String] = []
            table.forEachKey(prefix: prefix, after: nil, now: clock) { key in
                keys.append(key)
                return true
            }
            for key in keys {
                remains.append(table.remove(table.locate(key).number, as: .deleted))
            }
            for key in table.queues.keys(prefix: prefix) {
                table.prepare(for: .deletion, of: key, now: clock)
            }
            table.add(.changeOfAll(prefix: prefix))
            return keys.count
        }
    }

    /// Runs `body` on a table that holds live entries only and, if asked for, has its keys in order.
    ///
    /// - Returns: Nil if there is more to free or to put in order than one step allows.
    nonisolated func settled<R: Sendable>(
        inOrder: Bool,
        _ write: inout BatchNumber,
        _ body: (inout ExpiringTable, inout [Remains]) -> R
    ) -> R? {
        var remains: [Remains] = []
        return withTable(&write) { table in
            if table.isClosed { return body(&table, &remains) }
            if inOrder, !table.sortKeys(limit: Self.step) { return nil }
            let isSettled = table.sweep(
                now: clock,
                limit: Self.step,
                work: Self.step,
                remains: &remains
            )
            return isSettled ? body(&table, &remains) : nil
        }
    }
}
