import AgentKVTesting
import CSQLite
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

@Suite struct ChangeTests {
    @Test func `every way of writing tells what it did, in order`() async throws {
        let store = try await SQLiteDatabase.inMemory().store(instance: "a")
        let changes = store.changes()
        try await store.mset(["a": 1, "b": 2] as KeyValuePairs)
        try await store.setIfAbsent("c", to: 3)
        try await store.increment("a")
        try await store.update("c", as: Int.self) { $0 = nil }
        try await store.listAppend("l", items: [1])
        _ = try await store.listPopAll("l")
        try await store.compareAndSet("d", to: 1, expecting: nil)
        try await store.transaction { tx in
            try tx.set("e", to: 1)
            try tx.delete("d")
        }
        try await store.database.set("f", to: 1, instance: "a", namespace: "default")
        try await store.deleteAll(prefix: "a")
        await store.database.close()
        let all = await changes.untilClosed
        #expect(
            all.map(\.short) == [
                "set a", "set b", "set c", "set a", "deleted c", "set l", "popped l", "set d",
                "set e", "deleted d", "set f", "deleted a",
            ]
        )
        #expect(all.haveRisingRevisions)
        #expect(try all.map { try $0.json() }.prefix(4) == [1, 2, 3, 2])
    }

    @Test func `what changes nothing is no change, nor is what other places do`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let changes = store.changes()
        try await store.delete("missing")
        _ = try await store.listPopAll("missing")
        try await store.deleteAll(prefix: "missing")
        try await store.purgeExpired()
        try await store.compareAndSet("k", to: 1, expecting: Revision(rawValue: 1))
        try await database.deleteNamespace("default", instance: "a")
        try await database.store(instance: "a", namespace: "other").set("k", to: 1)
        try await database.store(instance: "b").set("k", to: 1)
        try await database.deleteInstance("b")
        await database.close()
        #expect(await changes.untilClosed.map(\.short) == [])
    }

    @Test func `the end of a lifetime is told by the purge that frees it`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        try await store.set("k", to: 1, ttl: .seconds(1))
        let changes = store.changes()
        clock.advance(by: .seconds(1))
        try await store.purgeExpired()
        await database.close()
        #expect(await changes.untilClosed.map(\.short) == ["expired k"])
    }

    @Test func `what is set over an expired record is told as both`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        try await store.mset(["k": 1, "l": 2] as KeyValuePairs, ttl: .seconds(1))
        let changes = store.changes()
        let events = database.events()
        clock.advance(by: .seconds(1))
        try await store.set("k", to: 1)
        try await store.transaction { tx in _ = try tx.increment("l") }
        await database.close()
        let all = await changes.untilClosed
        #expect(all.map(\.short) == ["expired k", "set k", "expired l", "set l"])
        #expect(all.haveRisingRevisions)
        #expect(await events.all.map(\.short) == ["+k", "+l"], "for the events it is one thing")
    }

    @Test func `changes come in the order of the commits, however many write`() async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "a")
        let changes = store.changes()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<16 {
                group.addTask {
                    for number in 0..<25 {
                        let revision = try await store.compareAndSet(
                            "\(writer)/\(number)",
                            to: number,
                            expecting: nil
                        )
                        // It has been told before the caller goes on.
                        let last = store.backend.coordinator.feed.state.withLock {
                            $0.log?.history.last
                        }
                        #expect(try #require(last) >= #require(revision))
                    }
                    try await store.delete("\(writer)/0")
                }
            }
            try await group.waitForAll()
        }
        await database.close()
        let all = await changes.untilClosed
        #expect(all.count == 16 * 26)
        #expect(all.haveRisingRevisions)
        for writer in 0..<16 {
            let own = all.filter { $0.key.hasPrefix("\(writer)/") }.map(\.short)
            let sets = (0..<25).map { "set \(writer)/\($0)" }
            #expect(own == sets + ["deleted \(writer)/0"])
        }
    }

    @Test func `of a part that fails nothing is told, and of its neighbours all`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let changes = store.changes()
        let held = await HeldWriter(database)
        let first = Task { @Lane in try await store.set("first", to: 1) }
        let failing = Task { @Lane in
            try await store.transaction { tx in
                try tx.set("undone", to: 1)
                throw Refusal.refused
            }
        }
        let second = Task { @Lane in try await store.set("second", to: 1) }
        try await held.finish()
        _ = try await first.value
        await #expect(throws: Refusal.self) { try await failing.value }
        _ = try await second.value
        await database.close()
        #expect(await changes.untilClosed.map(\.short) == ["set first", "set second"])
    }

    @Test func `of a commit that fails nothing is told`() async throws {
        let files = try FaultyFiles()
        let database = try await files.open()
        let store = try await database.store(instance: "a")
        let changes = store.changes()
        files.fail([.write(.log)], with: SQLITE_FULL)
        await expectProblem(.full) { try await store.set("lost", to: 1) }
        files.recover()
        try await store.set("kept", to: 1)
        await database.close()
        #expect(await changes.untilClosed.map(\.short) == ["set kept"])
    }

    private enum Refusal: Error { case refused }
}

extension StoreChanges {
    /// All that comes until the store is closed.
    var untilClosed: [StoreChange] {
        get async {
            var changes: [StoreChange] = []
            do {
                for try await change in self { changes.append(change) }
            } catch StoreError.closed {
                return changes
            } catch {
                Issue.record(error)
            }
            return changes
        }
    }
}

extension StoreChange {
    /// The kind and the key, if there is one.
    var short: String { key.isEmpty ? "\(kind)" : "\(kind) \(key)" }
}

extension [StoreChange] {
    /// Whether each revision is greater than the one before.
    var haveRisingRevisions: Bool {
        zip(self, dropFirst()).allSatisfy { $0.revision < $1.revision }
    }
}
