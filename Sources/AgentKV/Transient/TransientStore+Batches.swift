extension TransientStore {
    public nonisolated func performRead(_ keys: [String]) async throws -> [StoreValue?] {
        try storedNow(keys)
    }

    public nonisolated func performSet(
        _ values: consuming [(key: String, value: StoreValue)],
        ttl: Duration?
    ) async throws {
        let key = values.first?.key ?? ""
        var write: BatchNumber = 0
        try msetNow(values, ttl: ttl, &write)
        if write > 0 { try await settle(write, key) }
    }

    private nonisolated func storedNow(_ keys: [String]) throws -> [StoreValue?] {
        var values: [StoreValue?] = []
        values.reserveCapacity(keys.count)
        var isComplete = true
        withTable { table in
            var moment: Moment?
            for key in keys {
                let number = table.findToRead(key) { Moment.once(&moment, clock) }
                if number == .none {
                    isComplete = false
                    values.append(nil)
                } else {
                    values.append(table.cells[number].pointee.value.detached)
                }
            }
        }
        if isComplete { return values }
        for (key, value) in zip(keys, values) where value == nil {
            try checkAbsent(key)
        }
        return values
    }

    private nonisolated func msetNow(
        _ values: consuming [(key: String, value: StoreValue)],
        ttl: Duration?,
        _ write: inout BatchNumber
    ) throws {
        var exchanged = values
        var moment: Moment?
        let deadline = try deadline(ttl, of: exchanged.first?.key ?? "", &moment)
        // Before anything is written: a key that is not allowed leaves the others unset.
        for place in exchanged.indices { try limits.checkKey(exchanged[place].key) }
        if writing != nil {
            for place in exchanged.indices {
                let (key, value) = exchanged[place]
                exchanged[place].value = try value.encoded(for: key, limits: limits)
            }
        }
        if bounds != nil {
            let entries = exchanged
            var changedKey = ""
            return try run(&write, &changedKey) { tx in
                for (key, value) in entries {
                    try tx.set(key, to: value, lifetime: LifetimeChange(ttl))
                }
            }
        }
        try withTable(&write) { table throws(StoreError) in
            if table.isClosed { throw .closed }
            for place in exchanged.indices {
                table.prepare(for: .replacement, of: exchanged[place].key, now: clock)
                try table.set(
                    exchanged[place].key,
                    to: &exchanged[place].value,
                    deadline: deadline,
                    now: { Moment.once(&moment, clock) }
                )
            }
        }
    }
}

extension Moment {
    /// The time, read at the first call for a batch and the same at the others.
    @inline(__always)
    static func once(_ moment: inout Moment?, _ clock: StoreClock) -> Moment {
        if let moment { return moment }
        let now = clock()
        moment = now
        return now
    }
}
