import AgentKV
import AgentKVSQLite
import AgentKVTesting
import Foundation

extension ManualClock {
    var wallClock: WallClock {
        WallClock {
            let (seconds, attoseconds) = self.now.offset.components
            return 1_767_225_600_000_000_000 + seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        }
    }
}

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
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("agentkv-\(UUID().uuidString).sqlite").path
        var configuration = SQLiteDatabase.Configuration.at(clock)
        configuration.synchronous = .normal
        return try await SQLiteDatabase(path: path, configuration: configuration)
            .store(instance: "test")
    } cleanUp: { store in
        guard let store = store as? SQLiteStore else { return }
        await store.database.close()
    }
}
