import AgentKV

extension StoreCheck {
    static let purging: [StoreCheck] = [
        StoreCheck("a purge frees what has expired, and counts it") { store, time in
            try await setExpiring(5, in: store)
            try await store.mset(["live": 1, "endless": 2])
            try await store.expire("live", ttl: .seconds(100))
            try await expect(store.purgeExpired(), is: 0)
            time.pass(toEndOf: .seconds(5))
            try await expectPurged(5, by: store.purgeExpired(), time)
            try await expect(store.purgeExpired(), is: 0)
            try await expect(store.keys(), areKeys: ["endless", "live"])
        },
        StoreCheck(
            "a purge frees no more than its limit, and the next one the rest"
        ) { store, time in
            try await setExpiring(5, in: store)
            time.pass(toEndOf: .seconds(5))
            try await expectPurged(0, by: store.purgeExpired(limit: 0), time)
            try await expectPurged(2, by: store.purgeExpired(limit: 2), time)
            try await expect(store.exists("expiring 3"), is: false)
            try await expectPurged(3, by: store.purgeExpired(limit: .max), time)
            try await expectPurged(0, by: store.purgeExpired(limit: 5), time)
        },
        StoreCheck("a purge frees 1,000 entries unless it is told otherwise") { store, time in
            try await setExpiring(1_100, in: store)
            time.pass(toEndOf: .seconds(5))
            try await expectPurged(1_000, by: store.purgeExpired(), time)
            try await expectPurged(100, by: store.purgeExpired(), time)
        },
        StoreCheck(
            "a purge leaves what was written or given another lifetime since"
        ) { store, time in
            try await setExpiring(6, in: store)
            try await store.set("expiring 1", to: 1)
            try await store.set("expiring 2", to: 1, ttl: .seconds(50))
            try await store.persist("expiring 3")
            try await store.expire("expiring 4", ttl: .seconds(50))
            try await store.delete("expiring 5")
            time.pass(toEndOf: .seconds(5))
            try await expectPurged(1, by: store.purgeExpired(), time)
            try await expect(store.count(), is: 4)
            time.pass(toEndOf: .seconds(45))
            try await expectPurged(2, by: store.purgeExpired(), time)
            try await expect(store.keys(), areKeys: ["expiring 1", "expiring 3"])
        },
        StoreCheck("a purge leaves what was set again after it had expired") { store, time in
            try await setExpiring(2, in: store)
            time.pass(toEndOf: .seconds(5))
            try await store.set("expiring 1", to: 1)
            try await store.purgeExpired()
            try await expect(store.keys(), areKeys: ["expiring 1"])
        },
        StoreCheck("purges that race free each entry once") { store, time in
            try await setExpiring(200, in: store)
            time.pass(toEndOf: .seconds(5))
            let counts = try await race(8) { _ in
                var count = 0
                while case let freed = try await store.purgeExpired(limit: 7), freed > 0 {
                    count += freed
                    if count > 200 { break }
                    await Task.yield()
                }
                return count
            }
            try expectPurged(200, by: counts.reduce(0, +), time)
        },
    ]

    private static func setExpiring(_ count: Int, in store: any KeyValueStore) async throws {
        for number in 1...count {
            try await store.set("expiring \(number)", to: number, ttl: .seconds(5))
        }
    }

    /// Expects what a purge counted; less is right where the store frees entries by itself.
    private static func expectPurged(
        _ expected: Int,
        by count: Int,
        _ time: TrialTime,
        line: Int = #line
    ) throws {
        if time.subject.freesByItself, (0...expected).contains(count) { return }
        try expect(count, is: expected, "entries purged", line: line)
    }
}
