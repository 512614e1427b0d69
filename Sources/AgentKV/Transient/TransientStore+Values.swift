extension TransientStore: StoreBackend {
    public nonisolated func performReadNow(
        _ key: String,
        _ body: (inout StoreValue) -> Void
    ) throws -> Bool {
        let isThere = table.lock.withLock { $0.read(key, now: clock, body) }
        if !isThere { try checkAbsent(key) }
        return true
    }

    public nonisolated func performWriteNow(
        _ key: String,
        ttl: Duration?,
        _ body: (inout StoreValue) -> Void
    ) throws -> Revision? {
        if !writesDirectly {
            return writing?.isWriteThrough == true ? nil : try writeDetached(key, ttl: ttl, body)
        }
        var moment: Moment?
        let deadline = try deadline(ttl, of: key, &moment)
        return try table.lock.withLock { table in
            table.prepare(for: .replacement, of: key, now: clock)
            return try table.write(key, deadline: deadline, at: moment, now: clock, body)
        }
    }

    public nonisolated func performRead(_ key: String) async throws -> StoreValue? {
        var value: StoreValue?
        _ = try performReadNow(key) { value = $0.detached }
        return value
    }

    public nonisolated func performReadEntry(_ key: String) async throws -> Entry<StoreValue>? {
        try entryNow(key)
    }

    public nonisolated func performSet(
        _ key: String,
        to value: StoreValue,
        ttl: Duration?
    ) async throws -> Revision {
        var write: BatchNumber = 0
        let revision = try setNow(key, to: value, ttl: ttl, &write)
        if write > 0 { try await settle(write, key) }
        return revision
    }

    public nonisolated func performCompareAndSet(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) async throws -> Revision? {
        var write: BatchNumber = 0
        let revision = try compareAndSetNow(
            key,
            to: value,
            expecting: expecting,
            ttl: ttl,
            &write
        )
        if write > 0 { try await settle(write, key) }
        return revision
    }

    public nonisolated func performDelete(_ key: String) async throws -> Bool {
        var write: BatchNumber = 0
        let isDeleted = try deleteNow(key, &write)
        if write > 0 { try await settle(write, key) }
        return isDeleted
    }

    public nonisolated func performExists(_ key: String) async -> Bool {
        existsNow(key)
    }

    public nonisolated func performIncrement(
        _ key: String,
        by amount: Int,
        ttlIfNew: Duration?
    ) async throws -> Int {
        var write: BatchNumber = 0
        let sum = try incrementNow(key, by: amount, ttlIfNew: ttlIfNew, &write)
        if write > 0 { try await settle(write, key) }
        return sum
    }
}

extension TransientStore {
    /// Returns whether there is a live value at a key; a stored null is one.
    ///
    /// A key that is not allowed is absent.
    public nonisolated func exists(_ key: String) async -> Bool {
        existsNow(key)
    }

    private nonisolated func entryNow(_ key: String) throws -> Entry<StoreValue>? {
        let entry = withTable { $0.entry(key, now: clock) }
        if entry == nil { try checkAbsent(key) }
        return entry
    }

    /// Sets a key in a store with an adapter or a bound, to a value that is looked at first: it
    /// becomes JSON, where that takes an encoding, or is measured.
    @inline(never)
    private nonisolated func writeDetached(
        _ key: String,
        ttl: Duration?,
        _ body: (inout StoreValue) -> Void
    ) throws -> Revision {
        var value = StoreValue.vacant
        body(&value)
        var write: BatchNumber = 0
        return try setNow(key, to: value, ttl: ttl, &write)
    }

    private nonisolated func setNow(
        _ key: String,
        to value: consuming StoreValue,
        ttl: Duration?,
        _ write: inout BatchNumber
    ) throws -> Revision {
        var moment: Moment?
        let deadline = try deadline(ttl, of: key, &moment)
        var value = try storable(value, for: key)
        let cost = bounds?.cost(of: key, value) ?? 1
        return try withTable(&write) { table throws(StoreError) in
            table.prepare(for: .replacement, of: key, now: clock)
            return try table.set(
                key,
                to: &value,
                deadline: deadline,
                cost: cost,
                now: { Moment.once(&moment, clock) }
            )
        }
    }

    private nonisolated func compareAndSetNow(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?,
        _ write: inout BatchNumber
    ) throws -> Revision? {
        let deadline = try deadline(ttl, of: key)
        var value = try storable(value, for: key)
        let cost = bounds?.cost(of: key, value) ?? 1
        let revision = try withTable(&write) { table throws(StoreError) -> Revision? in
            let present = table.findToRead(key, now: clock)
            let revision = present == .none ? nil : table.cells[present].pointee.revision
            if revision != expecting { return nil }
            table.prepare(for: .replacement, of: key, now: clock)
            return try table.set(key, to: &value, deadline: deadline, cost: cost, now: clock)
        }
        if revision == nil { try checkAbsent(key) }
        return revision
    }

    private nonisolated func deleteNow(
        _ key: String,
        _ write: inout BatchNumber
    ) throws -> Bool {
        let remains = withTable(&write) { table in
            table.prepare(for: .replacement, of: key, now: clock)
            let remains = table.delete(key, now: clock)
            if remains == nil { table.add(.change(of: key)) }
            return remains
        }
        if remains == nil { try checkAbsent(key) }
        return remains != nil
    }

    private nonisolated func existsNow(_ key: String) -> Bool {
        withTable { $0.findToRead(key, now: clock) != .none }
    }

    private nonisolated func incrementNow(
        _ key: String,
        by amount: Int,
        ttlIfNew: Duration?,
        _ write: inout BatchNumber
    ) throws -> Int {
        if let ttlIfNew { try limits.checkTTL(ttlIfNew, of: key) }
        let sum = try withTable(&write) { table in
            try table.increment(key, by: amount, now: clock)
        }
        var changedKey = ""
        return try sum
            ?? run(&write, &changedKey) { try $0.increment(key, by: amount, ttlIfNew: ttlIfNew) }
    }

    /// A value as the table is to hold it: where it is written down, with its JSON.
    ///
    /// - Throws: ``StoreError/invalidValue(key:reason:)`` where it cannot be JSON.
    @inline(__always)
    nonisolated func storable(
        _ value: consuming StoreValue,
        for key: String
    ) throws -> StoreValue {
        writing != nil && value.needsEncoding
            ? try value.encoded(for: key, limits: limits) : value
    }
}
