import AgentKV
import AgentKVSQLite
import Foundation
import Testing

@Suite struct ImportConflictTests {
    private let lines = [
        #"{"key": "a", "value": 1, "namespace": "default", "id": "one", "createdAt": 5}"#,
        #"{"key": "b", "value": 2, "namespace": "default", "updatedAt": 7}"#,
        #"{"key": "b", "value": 3, "namespace": "default"}"#,
    ]

    /// A database in which "a" is there, with metadata.
    private func database() async throws -> SQLiteDatabase {
        let database = try await SQLiteDatabase.inMemory()
        try await database.set(
            "a",
            to: "there",
            instance: "agents",
            namespace: "default",
            metadata: ["x": 1],
            autoCreateInstance: true
        )
        return database
    }

    @Test func `overwrite replaces the record with all that belongs to it`() async throws {
        let database = try await database()
        let result = try await database.importLines(
            stream(lines),
            into: "agents",
            existing: .overwrite
        )
        #expect(result.recordsSet == 3)
        let a = try await database.record("a", instance: "agents", namespace: "default")
        #expect(a?.value == 1)
        #expect(a?.id == "one")
        #expect(a?.metadata == nil)
        #expect(a?.createdAt == Date(timeIntervalSince1970: 0.005))
        let b = try await database.record("b", instance: "agents", namespace: "default")
        #expect(b?.value == 3)
        #expect(b?.createdAt == b?.updatedAt)
    }

    @Test func `keep leaves what is there, also what an earlier line has set`() async throws {
        let database = try await database()
        let result = try await database.importLines(stream(lines), into: "agents", existing: .keep)
        #expect(result.recordsSet == 1)
        #expect(result.recordsKept == 2)
        #expect(result.records == 3)
        let a = try await database.record("a", instance: "agents", namespace: "default")
        #expect(a?.value == "there")
        #expect(a?.metadata == ["x": 1])
        let b = try await database.record("b", instance: "agents", namespace: "default")
        #expect(b?.value == 2)
        #expect(b?.createdAt == Date(timeIntervalSince1970: 0.007))
    }

    @Test func `fail names line and key, and nothing is taken`() async throws {
        let database = try await database()
        await #expect {
            try await database.importLines(stream(lines), into: "agents")
        } throws: {
            guard let error = $0 as? ImportError else { return false }
            return error.line == 1 && error.key == "a" && error.recordsTaken == 0
        }
        await #expect {
            try await database.importLines(stream(Array(lines[1...])), into: "agents")
        } throws: {
            ($0 as? ImportError)?.line == 2
        }
        let kv = try await database.store(instance: "agents")
        #expect(try await kv.keys() == ["a"])
        #expect(try await kv.get("a", as: String.self) == "there")
    }
}
