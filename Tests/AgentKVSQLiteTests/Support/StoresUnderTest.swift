import AgentKV
import AgentKVTesting

@testable import AgentKVSQLite

extension SQLiteDatabase.Configuration {
    /// For several that write to one file at once: SQLite serves who waits for it in no order.
    static var patient: Self {
        var configuration = Self()
        configuration.synchronous = .normal
        configuration.busyTimeout = .seconds(3_600)
        return configuration
    }

    /// A database in the time of a clock, which frees nothing by itself unless it `sweeps`.
    static func at(_ clock: ManualClock, sweeps: Bool = false) -> Self {
        var configuration = Self()
        configuration.wallClock = clock.wallClock
        configuration.clock = clock
        configuration.sweeps = sweeps
        return configuration
    }
}

extension StoreUnderTest {
    static let sqliteInMemory = StoreUnderTest(resolution: .milliseconds(1)) { clock in
        try await SQLiteDatabase.inMemory(configuration: .at(clock)).store(instance: "test")
    }

    static let sweptSQLite = StoreUnderTest(
        resolution: .milliseconds(1),
        freesByItself: true
    ) { clock in
        try await SQLiteDatabase.inMemory(configuration: .at(clock, sweeps: true))
            .store(instance: "test")
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

extension StoreUnderTest {
    /// A store in memory that is written to a namespace of a database in memory.
    static let persistedInSQLite = StoreUnderTest { clock in
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        return try await TransientStore(
            clock: clock,
            sweeps: false,
            persistence: database.store(instance: "test"),
            wallClock: clock.wallClock
        )
    } cleanUp: { store in
        try await (store as? TransientStore)?.close()
    }
}

extension AdapterUnderTest {
    /// A namespace of a file, which is closed and opened again where a process would restart.
    static let sqliteFile = AdapterUnderTest { clock in
        try await store(in: TemporaryFile.newPath(), clock)
    } reopen: { adapter, clock in
        let database = (adapter as? SQLiteStore)?.database
        await database?.close()
        return try await store(in: database?.path ?? "", clock)
    } cleanUp: { adapter in
        guard let database = (adapter as? SQLiteStore)?.database, let path = database.path else {
            return
        }
        await database.close()
        TemporaryFile.remove(path)
    }

    private static func store(in path: String, _ clock: WallClock) async throws -> SQLiteStore {
        var configuration = SQLiteDatabase.Configuration()
        configuration.wallClock = clock
        configuration.synchronous = .normal
        configuration.sweeps = false
        let database = try await SQLiteDatabase(path: path, configuration: configuration)
        return try await database.store(instance: "test")
    }
}
