import AgentKV
import AgentKVSQLite
import AgentKVTesting
import Foundation
import Testing

@Suite struct AgentDataStoreTests {
    @Test func `what is set is read, as JSON and as its type`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        try await data.set("result", to: ["score": 95, "passed": true])
        try await data.set("typed", to: Score(points: 3))
        #expect(try await data.get("result") == ["score": 95, "passed": true])
        #expect(try await data.get("typed", as: Score.self) == Score(points: 3))
        #expect(try await data.get("typed") == ["points": 3])
        #expect(try await data.get("absent") == nil)
    }

    @Test func `the default stands for absence only`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        try await data.set("null", to: nil)
        #expect(try await data.get("null", default: "there") == JSONValue.null)
        #expect(try await data.get("absent", default: ["timeout": 30]) == ["timeout": 30])
        let mixed = try await data.get("absent", default: ["timeout": 30, "mode": "fast"])
        #expect(mixed == ["timeout": 30, "mode": "fast"])
    }

    @Test func `a value of another type is an error and stays`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        try await data.set("text", to: "seven")
        await #expect(throws: StoreError.self) { try await data.get("text", as: Int.self) }
        #expect(try await data.get("text") == "seven")
    }

    @Test func `delete says whether the key was there`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        #expect(try await !data.delete("a"))
        try await data.set("a", to: 1)
        #expect(try await data.delete("a"))
        #expect(try await !data.delete("a"))
        #expect(try await data.get("a") == nil)
    }

    @Test func `keys are listed by their bytes and without a limit`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        let keys = (0..<2_500).map { "n:\($0)" }
        let count = try await data.setMany(
            Dictionary(uniqueKeysWithValues: keys.map { ($0, 1) })
        )
        try await data.setMany(["é": 1, "z": 1, "n": 1])
        #expect(count == 2_500)
        let sorted = (keys + ["é", "z", "n"]).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        #expect(try await data.listKeys() == sorted)
        #expect(try await data.listKeys(prefix: "n:24").count == 111)
    }

    @Test func `a value that cannot be JSON names the key, and nothing is written`() async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        for value: Double in [.nan, .infinity] {
            await #expect { try await data.set("bad", to: value) } throws: {
                ($0 as? StoreError)?.key == "bad"
            }
        }
        await #expect {
            try await data.set("bad", to: 1, metadata: ["x": [.number(.nan)]])
        } throws: {
            ($0 as? StoreError)?.reason.contains("metadata") == true
        }
        #expect(try await data.instanceID() == nil)
    }

    @Test(arguments: ["", "a\0b", String(repeating: "k", count: 2_049)])
    func `a key that is not allowed is refused by every call`(_ key: String) async throws {
        let data = try await SQLiteDatabase.inMemory().data()
        for isThere in [false, true] {
            if isThere { try await data.set("other", to: 1) }
            await #expect(throws: StoreError.self) { try await data.get(key) }
            await #expect(throws: StoreError.self) { try await data.set(key, to: 1) }
            await #expect(throws: StoreError.self) { try await data.delete(key) }
            await #expect(throws: StoreError.self) { try await data.record(key) }
            await #expect(throws: StoreError.self) { try await data.getMany([key]) }
            await #expect(throws: StoreError.self) { try await data.setMany(["a": 1, key: 2]) }
        }
        #expect(try await data.listKeys() == ["other"])
    }

    @Test func `after closing, calls fail with closed`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let data = database.data()
        await database.close()
        await #expect(throws: StoreError.closed) { try await data.get("a") }
        await #expect(throws: StoreError.closed) { try await data.set("a", to: 1) }
        await #expect(throws: StoreError.closed) { try await data.listKeys() }
    }
}
