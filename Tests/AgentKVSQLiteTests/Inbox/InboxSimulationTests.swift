import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

/// `AGENTKV_FUZZ_ROUNDS` says how many seeds there are; `AGENTKV_SEED` which one instead.
@Suite("Inboxes in SQLite and the simulation", .timeLimit(.minutes(60)))
struct InboxSimulationTests {
    @Test(arguments: FuzzSeeds.fixed(3))
    func `inboxes in a database in memory do what the model does`(_ seed: UInt64) async throws {
        try await InboxSimulation(seed: seed, steps: 120).run { clock in
            let day = SetDay(clock)
            let database = try await SQLiteDatabase.inMemory(configuration: day.configuration())
            return SimulatedStore(
                try await database.store(instance: "test"),
                clock: clock,
                setDay: day.simulated,
                cleanUp: { _ in await database.close() }
            )
        }
    }

    @Test(arguments: FuzzSeeds.fixed(3))
    func `inboxes in a file do what the model does, whatever befalls it`(
        _ seed: UInt64
    ) async throws {
        let file = TemporaryFile()
        try await InboxSimulation(seed: seed, steps: 120).run { clock in
            try await .sqliteFile(file.path, SetDay(clock), sweeps: seed.isMultiple(of: 3))
        }
    }

    @Test(arguments: FuzzSeeds.fixed(3))
    func `inboxes that are written down in SQLite do what the model does`(
        _ seed: UInt64
    ) async throws {
        try await InboxSimulation(seed: seed, steps: 120).run(on: .persistedInSQLite)
    }
}

extension SimulatedStore {
    /// A file that is closed and opened again.
    fileprivate static func sqliteFile(
        _ path: String,
        _ day: SetDay,
        sweeps: Bool
    ) async throws -> SimulatedStore {
        let opened: @Sendable () async throws -> SQLiteStore = {
            let configuration = day.configuration(sweeps: sweeps)
            return try await SQLiteDatabase(path: path, configuration: configuration)
                .store(instance: "test")
        }
        return SimulatedStore(
            try await opened(),
            clock: day.clock,
            sweeps: sweeps,
            restart: { store, time in
                await (store as? SQLiteStore)?.database.close()
                day.clock.advance(by: time)
                return try await opened()
            },
            setDay: day.simulated,
            cleanUp: { store in await (store as? SQLiteStore)?.database.close() }
        )
    }
}

extension SetDay {
    /// Sets the time of day, as a simulation of inboxes has it.
    fileprivate var simulated: SimulatedStore.SettingOfDay {
        { [self] store, time in
            set(by: time)
            // It is used once it stands in the file.
            try await store.set("day", to: 1)
            try await store.delete("day")
            if time < .zero { clock.advance(by: time * -20) }
        }
    }
}
