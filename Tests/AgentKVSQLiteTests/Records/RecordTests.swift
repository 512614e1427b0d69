import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct RecordTests {
    struct Theme: Codable, Hashable, Sendable {
        var name: String
        var size: Int
    }

    private static func open(_ clock: ManualClock) async throws -> SQLiteDatabase {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        try await database.createInstance(name: "a")
        return database
    }

    @Test func `a record is what was set, with all that is known of it`() async throws {
        let clock = ManualClock()
        let database = try await Self.open(clock)
        let id = try #require(try await database.getInstance("a")?.id)
        let record = try await database.set(
            "theme",
            to: Theme(name: "dark", size: 7),
            instance: "a",
            namespace: "config",
            metadata: ["by": "us"],
            ttl: .seconds(60)
        )
        #expect(!record.id.isEmpty)
        #expect(record.instanceID == id)
        #expect(record.namespace == "config")
        #expect(record.key == "theme")
        #expect(record.value == ["name": "dark", "size": 7])
        #expect(record.metadata == ["by": "us"])
        #expect(record.createdAt.milliseconds == clock.wallClock.milliseconds)
        #expect(record.updatedAt == record.createdAt)
        #expect(record.expiresAt == record.createdAt.addingTimeInterval(60))
        #expect(record.revision > Revision(rawValue: 0))
        #expect(try await database.record("theme", instance: id, namespace: "config") == record)
        #expect(
            try await database.get("theme", as: Theme.self, instance: "a", namespace: "config")
                == Theme(name: "dark", size: 7)
        )
        #expect(try await database.get("theme", instance: "a", namespace: "other") == nil)
        #expect(try await database.record("other", instance: "a", namespace: "config") == nil)
        let error = await #expect(throws: StoreError.self) {
            try await database.get("theme", as: Int.self, instance: "a", namespace: "config")
        }
        guard case .typeMismatch("theme", _) = error else {
            Issue.record("\(error as Any)")
            return
        }
    }

    @Test func `id, time of creation and metadata survive an overwrite`() async throws {
        let clock = ManualClock()
        let database = try await Self.open(clock)
        let store = try await database.store(instance: "a", namespace: "n")
        let first = try await database.set(
            "k",
            to: 1,
            instance: "a",
            namespace: "n",
            metadata: ["a": 1, "b": ["deep": 1]],
            ttl: .seconds(60)
        )
        clock.advance(by: .seconds(1))
        let second = try await database.set(
            "k",
            to: 2,
            instance: "a",
            namespace: "n",
            metadata: ["b": ["other": 2], "c": nil]
        )
        #expect(second.id == first.id)
        #expect(second.createdAt == first.createdAt)
        #expect(second.updatedAt == first.updatedAt.addingTimeInterval(1))
        #expect(second.expiresAt == nil)
        #expect(second.revision > first.revision)
        #expect(second.metadata == ["a": 1, "b": ["other": 2], "c": nil])
        let writes: [@Sendable () async throws -> Void] = [
            { try await store.set("k", to: 3) },
            { try await store.mset(["k": 4]) },
            { try await store.increment("k") },
            { try await store.update("k", as: Int.self) { $0 = 6 } },
            { _ = try await store.transaction { try $0.set("k", to: 7) } },
            { try await store.expire("k", ttl: .seconds(5)) },
            { try await database.set("k", to: 8, instance: "a", namespace: "n") },
        ]
        for write in writes {
            try await write()
            let record = try #require(try await database.record("k", instance: "a", namespace: "n"))
            #expect(record.id == first.id)
            #expect(record.createdAt == first.createdAt)
            #expect(record.metadata == second.metadata)
        }
    }

    @Test func `nothing survives a deletion or the end of a lifetime`() async throws {
        let clock = ManualClock()
        let database = try await Self.open(clock)
        let store = try await database.store(instance: "a", namespace: "n")
        let writes: [@Sendable () async throws -> Void] = [
            { try await database.set("k", to: 1, instance: "a", namespace: "n") },
            { try await store.set("k", to: 1) },
            { try await store.increment("k") },
            { try await store.setIfAbsent("k", to: 1) },
            { try await store.listAppend("k", items: [1]) },
        ]
        for (index, write) in writes.enumerated() {
            for isExpiring in [true, false] {
                let before = try await database.set(
                    "k",
                    to: 1,
                    instance: "a",
                    namespace: "n",
                    metadata: ["a": 1],
                    ttl: .seconds(1)
                )
                if isExpiring {
                    clock.advance(by: .seconds(1))
                    #expect(try await database.record("k", instance: "a", namespace: "n") == nil)
                } else {
                    #expect(try await database.delete("k", instance: "a", namespace: "n"))
                }
                #expect(try await !database.delete("k", instance: "a", namespace: "n"))
                clock.advance(by: .seconds(1))
                try await write()
                let after = try #require(
                    try await database.record("k", instance: "a", namespace: "n")
                )
                #expect(after.id != before.id, "\(index) \(isExpiring)")
                #expect(after.createdAt == after.updatedAt, "\(index) \(isExpiring)")
                #expect(after.createdAt > before.createdAt)
                #expect(after.metadata == nil, "\(index) \(isExpiring)")
                #expect(after.expiresAt == nil, "\(index) \(isExpiring)")
                try await database.delete("k", instance: "a", namespace: "n")
            }
        }
    }

    @Test func `counts and namespaces are those of live records`() async throws {
        let clock = ManualClock()
        let database = try await Self.open(clock)
        func set(_ key: String, _ namespace: String, ttl: Duration? = nil) async throws {
            try await database.set(key, to: 1, instance: "a", namespace: namespace, ttl: ttl)
        }
        try await set("1", "both")
        try await set("2", "both", ttl: .seconds(1))
        try await set("1", "dying", ttl: .seconds(1))
        try await set("1", "Z")
        try await set("1", "é")
        #expect(try await database.getNamespaces(instance: "a") == ["Z", "both", "dying", "é"])
        #expect(try await database.getRecordCount(instance: "a") == 5)
        clock.advance(by: .seconds(1))
        #expect(try await database.getNamespaces(instance: "a") == ["Z", "both", "é"])
        #expect(try await database.getRecordCount(instance: "a") == 3)
        #expect(try await database.getRecordCount(instance: "a", namespace: "both") == 1)
        #expect(try await database.getRecordCount(instance: "a", namespace: "dying") == 0)
        #expect(try await database.getRecordCount(instance: "a", namespace: "missing") == 0)
        let instance = try #require(try await database.getInstance("a"))
        #expect(instance.recordCount == 3)
        #expect(instance.namespaces == ["Z", "both", "é"])
        #expect(try await database.listInstances() == [instance])
        #expect(try await database.deleteNamespace("both", instance: "a") == 1, "live ones count")
        #expect(try await database.deleteNamespace("both", instance: "a") == 0)
        #expect(try await database.deleteNamespace("dying", instance: "a") == 0)
        #expect(try await database.getNamespaces(instance: "a") == ["Z", "é"])
        #expect(
            try await database.strings("SELECT count(*) FROM kv_store") == ["2"],
            "dead ones are gone too"
        )
    }

    @Test func `records of an instance that is missing are an error that names it`() async throws {
        let database = try await Self.open(ManualClock())
        let calls: [@Sendable () async throws -> Void] = [
            { try await database.set("k", to: 1, instance: "missing", namespace: "n") },
            { _ = try await database.get("k", instance: "missing", namespace: "n") },
            { _ = try await database.get("k", as: Int.self, instance: "missing", namespace: "n") },
            { _ = try await database.record("k", instance: "missing", namespace: "n") },
            { try await database.delete("k", instance: "missing", namespace: "n") },
            { try await database.deleteNamespace("n", instance: "missing") },
            { _ = try await database.getNamespaces(instance: "missing") },
            { _ = try await database.getRecordCount(instance: "missing") },
            { _ = try await database.getRecordCount(instance: "missing", namespace: "n") },
        ]
        for call in calls {
            await #expect(throws: StoreError.unknownInstance("missing")) { try await call() }
        }
        #expect(try await database.listInstances().count == 1)
    }

    @Test func `a lifetime or a key that is not allowed is refused, and nothing is made`()
        async throws
    {
        let database = try await Self.open(ManualClock())
        for ttl in [Duration.zero, .seconds(-1)] {
            let error = await #expect(throws: StoreError.self) {
                try await database.set(
                    "k",
                    to: 1,
                    instance: "new",
                    namespace: "n",
                    ttl: ttl,
                    autoCreateInstance: true
                )
            }
            guard case .invalidTTL("k", _) = error else {
                Issue.record("\(error as Any)")
                return
            }
        }
        for key in ["", "a\0b", String(repeating: "k", count: 2_049)] {
            let error = await #expect(throws: StoreError.self) {
                try await database.set(
                    key,
                    to: 1,
                    instance: "new",
                    namespace: "n",
                    autoCreateInstance: true
                )
            }
            guard case .invalidKey(key, _) = error else {
                Issue.record("\(error as Any)")
                return
            }
        }
        #expect(try await database.listInstances().map(\.name) == ["a"])
    }

    @Test func `a lifetime too long to represent is none`() async throws {
        let database = try await Self.open(ManualClock())
        let longest = Duration(secondsComponent: .max, attosecondsComponent: 0)
        let record = try await database.set("k", to: 1, instance: "a", namespace: "n", ttl: longest)
        #expect(record.expiresAt == nil)
    }
}
