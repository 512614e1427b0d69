import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct MaintenanceTests {
    private func size(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? -1
    }

    @Test(arguments: [false, true])
    func `compacting gives back what deleted records have left`(_ isInFile: Bool) async throws {
        try await withDatabase(inFile: isInFile) { database in
            let kv = try await database.store(instance: "agents")
            let text = String(repeating: "x", count: 10_000)
            try await kv.mset(Dictionary(uniqueKeysWithValues: (0..<200).map { ("k\($0)", text) }))
            try await kv.set("kept", to: 1)
            try await kv.deleteAll(prefix: "k1")
            try await database.checkpoint()
            let path = try await database.readShort(\.path)
            let before = try path.map(size)
            let freed = try await database.compact()
            #expect(freed > 1_000_000)
            if let path, let before { #expect(try before - size(path) == freed) }
            #expect(try await kv.count() == 90)
            #expect(try await kv.get("kept", as: Int.self) == 1)
            #expect(try await database.compact() == 0)
            #expect(try await database.checkIntegrity().isEmpty)
        }
    }

    @Test func `writers that come while it is compacted lose nothing`() async throws {
        try await withDatabase(inFile: true) { database in
            let kv = try await database.store(instance: "agents")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<20 {
                    group.addTask {
                        for _ in 0..<20 { try await kv.increment("count") }
                    }
                    if task % 5 == 0 {
                        group.addTask { try await database.compact() }
                        group.addTask { try await database.checkpoint(.truncate) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await kv.get("count", as: Int.self) == 400)
        }
    }

    @Test func `a checkpoint says what is in the log and in the file`() async throws {
        try await withDatabase(inFile: true) { database in
            let kv = try await database.store(instance: "agents")
            try await kv.set("a", to: 1)
            let all = try await database.checkpoint()
            #expect(all.framesInLog > 0)
            #expect(all.isComplete)
            let emptied = try await database.checkpoint(.truncate)
            #expect(emptied == CheckpointResult(framesInLog: 0, framesWritten: 0))
            let path = try #require(try await database.readShort(\.path))
            #expect(try size("\(path)-wal") == 0)

            try await kv.set("a", to: 2)
            let snapshot = try await database.snapshot()
            try await kv.set("a", to: 3)
            let partial = try await database.checkpoint()
            #expect(!partial.isComplete)
            #expect(partial.framesWritten > 0)
            await snapshot.end()
            #expect(try await database.checkpoint().isComplete)
        }
    }

    @Test func `a database in memory has no log`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        try await database.data().set("a", to: 1)
        for mode in CheckpointMode.allCases {
            let result = try await database.checkpoint(mode)
            #expect(result == CheckpointResult(framesInLog: 0, framesWritten: 0))
        }
    }

    @Test func `that another process writes is an error, and later it succeeds`() async throws {
        var configuration = SQLiteDatabase.Configuration()
        configuration.busyTimeout = .milliseconds(10)
        try await withDatabase(inFile: true, configuration: configuration) { database in
            try await database.data().set("a", to: 1)
            let path = try #require(try await database.readShort(\.path))
            let other = try Connection(path: path, creates: false)
            try other.beginWriting()
            await #expect { try await database.compact() } throws: {
                guard case .storage(.locked, _)? = $0 as? StoreError else { return false }
                return true
            }
            other.rollBack()
            try await database.compact()
            #expect(try await database.data().get("a") == 1)
        }
    }

    @Test func `after closing, calls fail with closed`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        await database.close()
        await #expect(throws: StoreError.closed) { try await database.compact() }
        await #expect(throws: StoreError.closed) { try await database.checkpoint() }
        await #expect(throws: StoreError.closed) { try await database.checkIntegrity() }
    }
}
