import Testing

@testable import AgentKV
@testable import AgentKVSQLite

@Suite struct DeletedPlaceTests {
    @Test func `of a namespace that is cleared each key is told as deleted`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        try await store.mset(["k": 1, "l": 2] as KeyValuePairs)
        let changes = store.changes()
        let events = database.events()
        try await database.deleteNamespace("default", instance: "a")
        try await store.set("m", to: 1)
        await database.close()
        let all = await changes.untilClosed
        #expect(all.map(\.short) == ["deleted k", "deleted l", "set m"])
        #expect(all.haveRisingRevisions)
        #expect(await events.names == ["kvStore:namespace-cleared", "kvStore:record-set"])
    }

    @Test func `of an instance that is deleted each key of each namespace is`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let stores = [
            try await database.store(instance: "a", namespace: "n"),
            try await database.store(instance: "a", namespace: "m"),
            try await database.store(instance: "b", namespace: "n"),
        ]
        for store in stores { try await store.set("k", to: 1) }
        let changes = stores.map { $0.changes() }
        try await database.deleteInstance("a")
        await database.close()
        #expect(await changes[0].untilClosed.map(\.short) == ["deleted k"])
        #expect(await changes[1].untilClosed.map(\.short) == ["deleted k"])
        #expect(await changes[2].untilClosed.map(\.short) == [])
    }

    @Test func `of a great many only that they are gone is told`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        try await store.transaction { tx in
            for number in 0...10_000 { try tx.set("\(number)", to: number) }
        }
        let changes = store.changes()
        try await database.deleteNamespace("default", instance: "a")
        try await store.set("next", to: 1)
        await database.close()
        await changes.expectMissing()
    }

    @Test func `who comes while a namespace is being cleared is told of it`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        try await store.set("k", to: 1)
        let changes = Lock<StoreChanges?>(nil)
        try await database.write { session in
            _ = try session.clear(Place(instanceID: store.instanceID, namespace: "default"))
            changes.withLock { $0 = store.changes() }
        }
        await database.close()
        let begun = try #require(changes.withLock { $0 })
        await begun.expectMissing()
    }
}

extension StoreChanges {
    /// Expects to be told that something is missing before anything else.
    func expectMissing() async {
        var iterator = makeAsyncIterator()
        let error = await #expect(throws: StoreError.self) { try await iterator.next() }
        guard case .missedChanges? = error else {
            Issue.record("\(error as Any)")
            return
        }
    }
}
