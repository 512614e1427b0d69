import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct ExportFileTests {
    @Test func `the file has the lines, and progress is told`() async throws {
        try await withFolder { folder in
            try await withDatabase(inFile: true) { database in
                let kv = try await database.store(instance: "agents")
                try await kv.mset(
                    Dictionary(uniqueKeysWithValues: (0..<1_200).map { ("k\($0)", $0) })
                )
                let path = "\(folder)/agents.jsonl"
                var steps: [OperationProgress] = []
                let count = try await database.export(instance: "agents", toFile: path) {
                    steps.append($0)
                }
                #expect(count == 1_200)
                #expect(steps.map(\.completed) == [500, 1_000, 1_200])
                #expect(steps.allSatisfy { $0.total == 1_200 })
                let lines = try await database.export(instance: "agents").collected()
                let text = try String(contentsOfFile: path, encoding: .utf8)
                #expect(text == lines.map { $0 + "\n" }.joined())
                #expect(try contents(of: folder) == ["agents.jsonl"])
            }
        }
    }

    @Test func `what cannot be exported leaves no file`() async throws {
        try await withFolder { folder in
            let database = try await SQLiteDatabase.inMemory()
            let kv = try await database.store(instance: "agents")
            try await kv.mset(Dictionary(uniqueKeysWithValues: (0..<1_200).map { ("k\($0)", $0) }))
            let path = "\(folder)/agents.jsonl"
            let cancelled = Task {
                try await database.export(instance: "agents", toFile: path) { _ in
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            await #expect(throws: StoreError.self) {
                try await database.export(instance: "none", toFile: path)
            }
            try await database.withWriter {
                try $0.execute("UPDATE kv_store SET value = '{' WHERE key = 'k999'")
            }
            await #expect {
                try await database.export(instance: "agents", toFile: path)
            } throws: {
                ($0 as? StoreError)?.key == "k999"
            }
            #expect(try contents(of: folder).isEmpty)
        }
    }

    @Test func `a file that is there is replaced only where that is said`() async throws {
        try await withFolder { folder in
            let database = try await SQLiteDatabase.inMemory()
            try await database.createInstance(name: "agents")
            let path = "\(folder)/agents.jsonl"
            try await database.export(instance: "agents", toFile: path)
            await #expect(throws: StoreError.self) {
                try await database.export(instance: "agents", toFile: path)
            }
            try await database.store(instance: "agents").set("a", to: 1)
            let count = try await database.export(
                instance: "agents",
                toFile: path,
                overwrite: true
            )
            #expect(count == 1)
            #expect(try String(contentsOfFile: path, encoding: .utf8).contains("\"key\":\"a\""))
        }
    }
}
