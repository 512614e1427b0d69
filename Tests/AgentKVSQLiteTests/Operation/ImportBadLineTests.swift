import AgentKV
import AgentKVSQLite
import Foundation
import Testing

@Suite struct ImportBadLineTests {
    private static let badLines = [
        ("{", "no JSON"), ("7", "no JSON object"), ("[]", "no JSON object"), ("{} {}", "no JSON"),
        (#"{"value": 1}"#, "\"key\""), (#"{"key": 1, "value": 1}"#, "\"key\""),
        (#"{"key": "k"}"#, "\"value\""), (#"{"key": "", "value": 1}"#, "empty"),
        (#"{"key": "a\u0000", "value": 1}"#, "U+0000"),
        (#"{"key": "k", "value": 1e999}"#, "no JSON"),
        (#"{"key": "k", "value": 9223372036854775808}"#, "no JSON"),
        (#"{"key": "k", "value": 1, "namespace": ""}"#, "namespace"),
        (#"{"key": "k", "value": 1, "namespace": 2}"#, "\"namespace\""),
        (#"{"key": "k", "value": 1, "createdAt": "now"}"#, "\"createdAt\""),
        (#"{"key": "k", "value": 1, "updatedAt": 1.5}"#, "\"updatedAt\""),
        (#"{"key": "k", "value": 1, "expiresAt": true}"#, "\"expiresAt\""),
        (#"{"key": "k", "value": 1, "metadata": [1]}"#, "\"metadata\""),
        (#"{"key": "k", "value": 1, "id": ""}"#, "\"id\""),
        (#"{"key": "k", "value": 1, "createdBy": 1}"#, "\"createdBy\""),
        (#"{"key": "k", "value": 1, "expiresAT": 1}"#, "expiresAT"),
        (#"{"format": "agentkv-records", "version": 2}"#, "version"),
        (#"{"format": "other", "version": 1}"#, "first line of something else"),
    ]

    @Test(arguments: badLines)
    func `a bad line is told by number and reason, and nothing is taken`(
        _ line: String,
        _ word: String
    ) async throws {
        let database = try await SQLiteDatabase.inMemory()
        let good = #"{"key": "good", "value": 1}"#
        await #expect {
            try await database.importLines(
                stream([good, "", line]),
                into: "agents",
                namespace: "n",
                autoCreateInstance: true
            )
        } throws: {
            guard let error = $0 as? ImportError else { return false }
            return error.line == 3 && error.reason.contains(word) && error.recordsTaken == 0
        }
        #expect(try await database.listInstances().isEmpty)
    }

    @Test func `what the lines do not tell has to be given`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let lines = [#"{"key": "a", "value": 1}"#]
        await #expect { try await database.importLines(stream(lines)) } throws: {
            ($0 as? ImportError)?.reason.contains("instance") == true
        }
        await #expect {
            try await database.importLines(stream(lines), into: "x", autoCreateInstance: true)
        } throws: {
            ($0 as? ImportError)?.reason.contains("namespace") == true
        }
        await #expect(throws: StoreError.self) {
            try await database.importLines(stream(lines), into: "x", namespace: "")
        }
        #expect(try await database.listInstances().isEmpty)
        let nothing = try await database.importLines(stream([]))
        #expect(nothing == ImportResult())
    }

    @Test(arguments: [false, true])
    func `of the transaction with a bad line nothing is taken, of those before all`(
        _ allOrNothing: Bool
    ) async throws {
        let database = try await SQLiteDatabase.inMemory()
        var lines = (1...2_500).map { #"{"key": "k\#($0)", "value": \#($0), "namespace": "n"}"# }
        lines[2_099] = "{"
        let kv = try await database.store(instance: "agents", namespace: "n")
        var steps: [Int] = []
        let taken = allOrNothing ? 0 : 2_000
        await #expect {
            try await database.importLines(
                stream(lines),
                into: "agents",
                allOrNothing: allOrNothing
            ) {
                steps.append($0.completed)
            }
        } throws: {
            guard let error = $0 as? ImportError else { return false }
            return error.line == 2_100 && error.recordsTaken == taken
        }
        #expect(steps == (allOrNothing ? [] : [1_000, 2_000]))
        #expect(try await kv.count() == taken)
    }

    @Test func `an export amid another one is not taken for a record`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await database.createInstance(name: "agents")
        let lines = try await database.export(instance: "agents").collected()
        await #expect { try await database.importLines(stream(lines + lines)) } throws: {
            ($0 as? ImportError)?.line == 2
        }
    }

    @Test func `a cancelled import takes no further transaction`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let lines = (1...2_500).map { #"{"key": "k\#($0)", "value": 1, "namespace": "n"}"# }
        let kv = try await database.store(instance: "agents", namespace: "n")
        let task = Task {
            try await database.importLines(stream(lines), into: "agents") { _ in
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await kv.count() == 1_000)
    }
}
