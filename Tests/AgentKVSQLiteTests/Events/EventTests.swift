import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct EventTests {
    @Test func `the six events come by their names, in the order of the writes`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let events = database.events()
        let instance = try await database.createInstance(name: "a")
        let renamed = try await database.updateInstance("a", name: "b")
        try await database.set("k", to: [1], instance: "b", namespace: "n")
        try await database.delete("k", instance: "b", namespace: "n")
        try await database.set("k", to: 2, instance: "b", namespace: "n")
        try await database.set("l", to: 3, instance: "b", namespace: "n")
        try await database.deleteNamespace("n", instance: "b")
        try await database.set("k", to: 4, instance: "b", namespace: "n")
        try await database.deleteInstance("b")
        await database.close()
        let all = await events.all
        let id = instance.id
        #expect(
            all.map(\.kind) == [
                .instanceCreated(instance), .instanceUpdated(renamed),
                .recordSet(instanceID: id, namespace: "n", key: "k", value: [1]),
                .recordDeleted(instanceID: id, namespace: "n", key: "k"),
                .recordSet(instanceID: id, namespace: "n", key: "k", value: 2),
                .recordSet(instanceID: id, namespace: "n", key: "l", value: 3),
                .namespaceCleared(instanceID: id, namespace: "n"),
                .recordSet(instanceID: id, namespace: "n", key: "k", value: 4),
                .instanceDeleted(instanceID: id),
            ]
        )
        #expect(
            Set(all.map(\.name)) == [
                "kvStore:instance-created", "kvStore:instance-updated",
                "kvStore:instance-deleted", "kvStore:record-set", "kvStore:record-deleted",
                "kvStore:namespace-cleared",
            ]
        )
        let revisions = all.map(\.revision)
        #expect(zip(revisions, revisions.dropFirst()).allSatisfy { $0 < $1 })
        #expect(all.allSatisfy { $0.instanceID == id })
    }

    @Test func `each record of a batch is announced, and every way of writing is`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let events = database.events()
        try await store.mset(["a": 1, "b": 2] as KeyValuePairs)
        try await store.setIfAbsent("c", to: 3)
        try await store.increment("a")
        try await store.update("b", as: Int.self) { $0 = 5 }
        try await store.update("c", as: Int.self) { $0 = nil }
        try await store.listAppend("l", items: [1])
        _ = try await store.listPopAll("l")
        try await store.compareAndSet("d", to: 1, expecting: nil)
        try await store.transaction { tx in
            try tx.set("e", to: 1)
            try tx.delete("d")
        }
        try await store.deleteAll(prefix: "")
        await database.close()
        #expect(
            await events.all.map(\.short) == [
                "+a", "+b", "+c", "+a", "+b", "-c", "+l", "-l", "+d", "+e", "-d", "-a", "-b", "-e",
            ]
        )
    }

    @Test func `what changes nothing is not announced`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        try await store.set("k", to: 1)
        try await store.set("text", to: "no number")
        try await database.updateInstance("a", description: "d")
        let events = database.events()
        try await store.delete("missing")
        try await store.setIfAbsent("k", to: 2)
        try await store.compareAndSet("k", to: 2, expecting: nil)
        await #expect(throws: StoreError.self) { try await store.increment("text") }
        try await store.deleteAll(prefix: "missing")
        try await store.purgeExpired()
        _ = try await store.listPopAll("missing")
        try await store.expire("k", ttl: .seconds(60))
        try await store.persist("k")
        try await store.mset([:] as [String: Int])
        try await database.delete("missing", instance: "a", namespace: "n")
        try await database.deleteNamespace("missing", instance: "a")
        try await database.deleteInstance("missing")
        try await database.ensureInstance("a")
        try await database.updateInstance("a", name: "a")
        try await database.updateInstance("a", name: "a", description: "d")
        await #expect(throws: StoreError.self) { try await database.createInstance(name: "a") }
        await database.close()
        #expect(await events.all.map(\.kind) == [])
    }

    @Test func `a successful set is announced even if the value is the same`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let events = database.events()
        try await store.set("k", to: 1)
        try await store.set("k", to: 1)
        await database.close()
        #expect(await events.all.map(\.short) == ["+k", "+k"])
    }

    @Test func `an instance is announced before the first record in it`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let events = database.events()
        for key in ["a", "b"] {
            try await database.set(
                key,
                to: 1,
                instance: "new",
                namespace: "n",
                autoCreateInstance: true
            )
        }
        await database.close()
        #expect(
            await events.names
                == ["kvStore:instance-created", "kvStore:record-set", "kvStore:record-set"]
        )
    }

    @Test func `records that a purge frees are announced, one by one`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        try await store.set("later", to: 1, ttl: .seconds(2))
        try await store.set("sooner", to: 1, ttl: .seconds(1))
        try await store.set("kept", to: 1)
        let events = database.events()
        clock.advance(by: .seconds(3))
        #expect(try await store.get("later") == nil)
        #expect(try await store.purgeExpired() == 2)
        await database.close()
        let shorts = await events.all.map(\.short)
        #expect(Set(shorts) == ["-sooner", "-later"])
        #expect(shorts.count == 2)
    }

    @Test func `events can be those of one instance or one namespace`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let a = try await database.createInstance(name: "a").id
        let b = try await database.createInstance(name: "b").id
        let ofA = database.events(instanceID: a)
        let ofN = database.events(namespace: "n")
        let ofBoth = database.events(instanceID: b, namespace: "n")
        let all = database.events()
        for (instance, namespace, key) in [
            (a, "n", "1"), (a, "m", "2"), (b, "n", "3"), (b, "m", "4"),
        ] {
            try await database.set(key, to: 0, instance: instance, namespace: namespace)
        }
        try await database.deleteInstance("a")
        await database.close()
        #expect(await ofA.all.map(\.short) == ["+1", "+2", "kvStore:instance-deleted"])
        #expect(await ofN.all.map(\.short) == ["+1", "+3", "kvStore:instance-deleted"])
        #expect(await ofBoth.all.map(\.short) == ["+3"])
        #expect(await all.all.count == 5)
    }

    @Test func `an event comes after its commit: what it tells of can be read`() async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "a")
        let events = database.events()
        let writing = Task {
            for number in 1...50 { try await store.set("k", to: number) }
            await database.close()
        }
        let other = try await SQLiteDatabase(path: folder.file())
        let mirror = try await other.store(instance: "a")
        var last: Int64 = 0
        for await event in events {
            guard case .recordSet(_, _, _, .integer(let number)) = event.kind else { continue }
            #expect(number == last + 1)
            last = number
            let read = try #require(try await mirror.get("k", as: Int64.self))
            #expect(read >= number)
        }
        try await writing.value
        #expect(last == 50)
    }
}

extension DatabaseEvents {
    /// All that comes until the end.
    var all: [DatabaseEvent] {
        get async {
            var events: [DatabaseEvent] = []
            for await event in self { events.append(event) }
            return events
        }
    }
}

extension DatabaseEvent {
    /// A record's key behind a plus or a minus; other events by their names.
    var short: String {
        switch kind {
        case .recordSet(_, _, let key, _): "+\(key)"
        case .recordDeleted(_, _, let key): "-\(key)"
        case .overflow(let missed): "missed \(missed)"
        default: name
        }
    }
}
