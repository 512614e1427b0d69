import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct MigratingTogetherTests {
    @Test(arguments: [true, false])
    func `of many that open a file at once one brings it forward`(_ isSeed: Bool) async throws {
        let folder = try TemporaryFolder()
        if isSeed {
            try SeedDatabase.make(
                at: folder.file(),
                "('i', 'n', 'a', '1', 1), ('j', 'n', 'a', '1', 1)"
            )
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<16 {
                group.addTask {
                    let database = try await SQLiteDatabase(
                        path: folder.file(),
                        configuration: .patient
                    )
                    try await database.set(
                        "\(index)",
                        to: index,
                        instance: "shared",
                        namespace: "n",
                        autoCreateInstance: true
                    )
                    await database.close()
                }
            }
            try await group.waitForAll()
        }
        let database = try await SQLiteDatabase(path: folder.file())
        let log = isSeed ? "agentkv_migrations" : "kv_migrations"
        #expect(
            try await database.strings("SELECT version FROM \(log) ORDER BY version")
                == Migration.all.map { "\($0.number)" }
        )
        #expect(try await database.getRecordCount(instance: "shared") == 16)
        #expect(try await database.listInstances().count == (isSeed ? 3 : 1))
        #expect(try await database.strings("PRAGMA integrity_check") == ["ok"])
    }
}
