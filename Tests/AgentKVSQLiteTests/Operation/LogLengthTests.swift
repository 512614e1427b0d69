import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct LogLengthTests {
    @Test func `after a long read the log becomes short again by itself`() async throws {
        let folder = try TemporaryFolder()
        var configuration = SQLiteDatabase.Configuration()
        configuration.synchronous = .normal
        let database = try await SQLiteDatabase(path: folder.file(), configuration: configuration)
        let store = try await database.store(instance: "a")
        try await store.set("k", to: 0)
        let snapshot = try await database.snapshot()
        for number in 0..<24 {
            try await store.set("k", to: Data(repeating: UInt8(number), count: 1_000_000))
        }
        let during = try size(folder.file() + "-wal")
        #expect(during > 20 << 20)
        await snapshot.end()
        // The first takes the log into the database, the second begins it anew.
        for number in 0..<2 { try await store.set("s", to: number) }
        #expect(try size(folder.file() + "-wal") <= 16 << 20)
        await database.close()
    }

    private func size(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? -1
    }
}
