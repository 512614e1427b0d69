extension TransientStore {
    public nonisolated func stored(_ keys: [String]) async throws -> [StoreValue?] {
        try storedNow(keys)
    }

    public nonisolated func mset(
        _ values: [(key: String, value: StoreValue)],
        ttl: Duration?
    ) async throws {
        try msetNow(values, ttl: ttl)
    }

    private nonisolated func storedNow(_ keys: [String]) throws -> [StoreValue?] {
        var values: [StoreValue?] = []
        values.reserveCapacity(keys.count)
        withTable { table in
            var moment: Moment?
            for key in keys {
                let number = table.find(key) { Moment.once(&moment, clock) }
                values.append(
                    number == .none ? nil : table.cells[number].pointee.value.detached
                )
            }
        }
        for (key, value) in zip(keys, values) where value == nil {
            try limits.checkKey(key)
        }
        return values
    }

    private nonisolated func msetNow(
        _ values: [(key: String, value: StoreValue)],
        ttl: Duration?
    ) throws {
        let deadline = try deadline(ttl, of: values.first?.key ?? "")
        // Before anything is written: a key that is not allowed leaves the others unset.
        for (key, _) in values { try limits.checkKey(key) }
        var replaced = values
        try withTable { table throws(StoreError) in
            for place in replaced.indices {
                try table.set(
                    replaced[place].key,
                    to: &replaced[place].value,
                    deadline: deadline
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
