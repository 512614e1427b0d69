import AgentKV
import AgentKVSQLite
import Testing

@Suite struct ChangesOfOthersTests {
    @Test func `that another process has written is told, and who waits for a key looks again`()
        async throws
    {
        let folder = try TemporaryFolder()
        var configuration = SQLiteDatabase.Configuration()
        configuration.noticeInterval = .milliseconds(1)
        let database = try await SQLiteDatabase(path: folder.file(), configuration: configuration)
        let other = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "a")
        let theirs = try await other.store(instance: "a")
        let changes = store.changes(prefix: "k")
        try await theirs.set("k", to: 1)
        await changes.expectMissing()
        // Who waits for a key looks at it again.
        for try await value in store.observe("k", as: Int.self) {
            if value == nil { continue }
            if value == 2 { break }
            try await theirs.set("k", to: 2)
        }
        await database.close()
        await other.close()
    }
}
