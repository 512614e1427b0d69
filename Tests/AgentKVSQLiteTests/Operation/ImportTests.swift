import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct ImportTests {
    /// Records of every kind: what is exported of a copy has to be what it was made from.
    private func filled(_ clock: ManualClock) async throws -> SQLiteDatabase {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        try await database.createInstance(name: "agents \"'\u{2028}", description: "")
        clock.advance(by: .milliseconds(1_234))
        let data = database.data(agent: "👩‍💻")
        var deep: JSONValue = 1
        for _ in 0..<512 { deep = [deep] }
        let values: JSONObject = [
            "null": nil, "bool": true, "large": .integer(.max), "small": .integer(.min),
            "number": 0.1, "tiny": .number(.leastNonzeroMagnitude),
            "text": "\u{0}\u{2028}\"\\\n\u{1F600}",
            "deep": deep, "object": ["": [:], "a.b": []], "caf\u{E9}": 1, "cafe\u{301}": 2,
            "[a]%_'\"\\ /:": 3,
        ]
        try await data.setMany(values, metadata: ["n": nil, "list": [1, "two"]])
        clock.advance(by: .milliseconds(1))
        try await data.useNamespace("n/'\"%").set("null", to: 1)
        let instance = try #require(try await data.instanceID())
        try await database.store(instance: instance).set("short", to: 1, ttl: .milliseconds(777))
        return database
    }

    @Test(arguments: [false, true])
    func `a round trip through lines or a file is exact`(_ isThroughFile: Bool) async throws {
        let clock = ManualClock()
        let database = try await filled(clock)
        let instance = try #require(try await database.data().instanceID())
        let copy = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let lines = try await database.export(instance: instance).collected()
        #expect(lines.count == 15)
        let result: ImportResult
        if isThroughFile {
            result = try await withFolder { folder in
                try await database.export(instance: instance, toFile: "\(folder)/a")
                clock.advance(by: .milliseconds(7))
                return try await copy.importFile("\(folder)/a")
            }
        } else {
            clock.advance(by: .milliseconds(7))
            result = try await copy.importLines(database.export(instance: instance))
        }
        #expect(result.recordsSet == 14)
        #expect(result.instanceID == instance)
        #expect(try await copy.export(instance: instance).collected() == lines)
        #expect(try await copy.getInstance(instance) == database.getInstance(instance))
        #expect(try await copy.data().record("deep") == database.data().record("deep"))
        #expect(try await copy.checkIntegrity().isEmpty)
    }

    @Test func `an instance made by hand comes back with its id, name and times`() async throws {
        let clock = ManualClock()
        let database = try await filled(clock)
        let instance = try #require(try await database.listInstances().last)
        let copy = try await SQLiteDatabase.inMemory()
        try await copy.importLines(database.export(instance: instance.id))
        #expect(try await copy.listInstances() == [instance])
        let again = try await copy.importLines(database.export(instance: instance.id))
        #expect(again.instanceID == instance.id)
        #expect(try await copy.listInstances().count == 1)
    }

    @Test func `a user's data goes into the instance that the user has`() async throws {
        let database = try await filled(ManualClock())
        let instance = try #require(try await database.data().instanceID())
        let copy = try await SQLiteDatabase.inMemory()
        try await copy.data().set("mine", to: 1)
        let own = try await copy.data().instanceID()
        let result = try await copy.importLines(database.export(instance: instance))
        #expect(result.instanceID == own)
        #expect(try await copy.data().get("bool") == true)
        #expect(try await copy.data().get("mine") == 1)
    }

    @Test func `another instance of the name is an error unless it is named`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let kv = try await database.store(instance: "agents")
        try await kv.set("a", to: 1)
        let copy = try await SQLiteDatabase.inMemory()
        let other = try await copy.createInstance(name: "agents")
        await #expect {
            try await copy.importLines(database.export(instance: "agents"))
        } throws: {
            guard case .duplicateInstance("agents", _)? = $0 as? StoreError else { return false }
            return true
        }
        let result = try await copy.importLines(
            database.export(instance: "agents"),
            into: "agents",
            namespace: "moved"
        )
        #expect(result.instanceID == other.id)
        #expect(try await copy.store(instance: "agents", namespace: "moved").keys() == ["a"])
    }

    @Test func `a missing instance is an error, or made`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let lines = [#"{"key": "a", "value": 1, "namespace": "n"}"#]
        await #expect(throws: StoreError.self) {
            try await database.importLines(stream(lines), into: "new")
        }
        let result = try await database.importLines(
            stream(lines),
            into: "new",
            autoCreateInstance: true
        )
        #expect(result.recordsSet == 1)
        #expect(try await database.getNamespaces(instance: "new") == ["n"])
    }

    @Test func `a record whose lifetime is over is left out`() async throws {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let kv = try await database.store(instance: "agents")
        try await kv.set("short", to: 1, ttl: .seconds(1))
        try await kv.set("long", to: 1, ttl: .seconds(2))
        let lines = try await database.export(instance: "agents").collected()
        try await kv.deleteAll(prefix: "")
        clock.advance(by: .seconds(1))
        let result = try await database.importLines(stream(lines))
        #expect(result.recordsExpired == 1)
        #expect(result.recordsSet == 1)
        #expect(try await kv.entry("long", as: Int.self)?.remainingLifetime == .seconds(1))
        #expect(try await kv.keys() == ["long"])
    }

    @Test func `every record set is announced`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await database.store(instance: "agents").mset(["a": 1, "b": 2])
        let lines = try await database.export(instance: "agents").collected()
        let copy = try await SQLiteDatabase.inMemory()
        let events = copy.events()
        try await copy.importLines(stream(lines))
        try await copy.importLines(stream(lines), existing: .keep)
        await copy.close()
        var seen: [DatabaseEvent] = []
        for await event in events { seen.append(event) }
        #expect(
            seen.map(\.name) == [
                "kvStore:instance-created", "kvStore:record-set", "kvStore:record-set",
            ]
        )
        #expect(seen.map(\.revision) == seen.map(\.revision).sorted())
        let id = try #require(seen.first?.instanceID)
        #expect(
            seen.last?.kind
                == .recordSet(instanceID: id, namespace: "default", key: "b", value: 2)
        )
    }
}
