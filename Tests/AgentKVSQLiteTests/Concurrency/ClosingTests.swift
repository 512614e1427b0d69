import AgentKV
import CSQLite
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct ClosingTests {
    @Test func `closing waits for what is under way, and refuses what comes later`() async throws {
        let files = try FaultyFiles()
        let database = try await files.open()
        let store = try await database.store(instance: "a")
        let held = await HeldWriter(database)
        let writes = (0..<10).map { index in
            Task { @Lane in try await store.set("\(index)", to: index) }
        }
        let closing = Task { @Lane in await database.close() }
        let late = Task { @Lane in try await store.set("late", to: 1) }
        await #expect(throws: StoreError.closed) { try await late.value }
        held.letGo()
        for write in writes { _ = try await write.value }
        await closing.value
        #expect(files.countOpen(.database) == 0)
        #expect(files.countOpen(.log) == 0)
        await database.close()
        let again = try await files.open()
        #expect(try await again.store(instance: "a").count() == 10)
    }

    @Test(arguments: [true, false])
    func `after that every call fails with closed`(_ isInMemory: Bool) async throws {
        let folder = try TemporaryFolder()
        let database =
            try await isInMemory
            ? SQLiteDatabase.inMemory() : SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "a")
        let events = database.events()
        await database.close()
        await database.close()
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await store.get("k") },
            { _ = try await store.get("k", as: Int.self) },
            { _ = try await store.mget(["k", "l"]) },
            { _ = try await store.mget((0..<100).map { "\($0)" }) },
            { _ = try await store.entry("k", as: Int.self) },
            { _ = try await store.exists("k") },
            { try await store.set("k", to: 1) },
            { try await store.setIfAbsent("k", to: 1) },
            { try await store.mset(["k": 1]) },
            { try await store.delete("k") },
            { try await store.deleteAll(prefix: "k") },
            { try await store.expire("k", ttl: .seconds(1)) },
            { try await store.persist("k") },
            { try await store.purgeExpired() },
            { try await store.listAppend("k", items: [1]) },
            { _ = try await store.listPopAll("k") },
            { try await store.increment("k") },
            { try await store.update("k", as: Int.self) { $0 = 1 } },
            { try await store.compareAndSet("k", to: 1, expecting: nil) },
            { try await store.transaction { _ in } },
            { _ = try await store.keys() },
            { _ = try await store.count() },
            { _ = try await database.store(instance: "a") },
            { try await database.set("k", to: 1, instance: "a", namespace: "n") },
            { _ = try await database.get("k", instance: "a", namespace: "n") },
            { _ = try await database.record("k", instance: "a", namespace: "n") },
            { try await database.delete("k", instance: "a", namespace: "n") },
            { try await database.deleteNamespace("n", instance: "a") },
            { _ = try await database.getNamespaces(instance: "a") },
            { _ = try await database.getRecordCount(instance: "a") },
            { try await database.createInstance(name: "b") },
            { try await database.ensureInstance("a") },
            { _ = try await database.getInstance("a") },
            { _ = try await database.listInstances() },
            { try await database.updateInstance("a", name: "b") },
            { try await database.deleteInstance("a") },
        ]
        for (index, call) in calls.enumerated() {
            await #expect(throws: StoreError.closed, "\(index)") { try await call() }
        }
        #expect(await events.names == [])
        #expect(await database.events().names == [], "later ones end at once")
    }

    @Test func `a database that is let go closes`() async throws {
        let files = try FaultyFiles()
        let (closed, continuation) = AsyncStream.makeStream(of: Void.self)
        files.intercept { operation in
            if operation == .close(.database) { continuation.yield() }
            return SQLITE_OK
        }
        var events: DatabaseEvents?
        do {
            let database = try await files.open()
            events = database.events()
            try await database.store(instance: "a").set("key", to: 1)
        }
        // One that writes and one that reads.
        var iterator = closed.makeAsyncIterator()
        await iterator.next()
        await iterator.next()
        #expect(await events?.names == ["kvStore:instance-created", "kvStore:record-set"])
        let again = try await files.open()
        #expect(try await again.store(instance: "a").get("key") == 1)
    }

    @Test func `a store keeps its database open`() async throws {
        let files = try FaultyFiles()
        let store = try await files.open().store(instance: "a")
        try await store.set("key", to: 1)
        #expect(try await store.get("key") == 1)
        #expect(files.countOpen(.database) > 0)
    }
}

extension ClosingTests {
    @Test func `who follows ends with an error when nobody holds the database any more`()
        async throws
    {
        weak var gone: SQLiteDatabase?
        var waits: [Task<Void, any Error>] = []
        do {
            let database = try await SQLiteDatabase.inMemory()
            gone = database
            let store = try await database.store(instance: "a")
            let (changes, values) = (store.changes(), store.observe("never", as: Int.self))
            waits = [
                Task { for try await _ in changes {} },
                Task { for try await _ in values {} },
            ]
            for _ in 0..<100 { await Task.yield() }
        }
        for wait in waits {
            await #expect(throws: StoreError.closed) { try await wait.value }
        }
        #expect(gone == nil)
    }
    @Test func `an inbox keeps its database`() async throws {
        let inbox = try await SQLiteDatabase.inMemory().store(instance: "a")
            .inbox("i", of: Int.self)
        try await inbox.send(1)
        #expect(try await inbox.receive() == 1)
    }
}
