import AgentKV
import AgentKVTesting

@testable import AgentKVSQLite

extension SQLiteDatabase.Configuration {
    static func at(_ clock: ManualClock) -> Self {
        var configuration = Self()
        configuration.wallClock = clock.wallClock
        return configuration
    }
}

extension StoreUnderTest {
    static let sqliteInMemory = StoreUnderTest(resolution: .milliseconds(1)) { clock in
        try await SQLiteDatabase.inMemory(configuration: .at(clock)).store(instance: "test")
    }

    static let sqliteFile = StoreUnderTest(resolution: .milliseconds(1)) { clock in
        var configuration = SQLiteDatabase.Configuration.at(clock)
        configuration.synchronous = .normal
        return try await SQLiteDatabase(path: TemporaryFile.newPath(), configuration: configuration)
            .store(instance: "test")
    } cleanUp: { store in
        guard let store = store as? SQLiteStore, let path = store.database.path else { return }
        await store.database.close()
        TemporaryFile.remove(path)
    }
}
