import AgentKV
import AgentKVSQLite
import AgentKVTesting

/// The kinds of stores that the checks run on.
enum CheckedStores {
    static let all: KeyValuePairs<String, StoreUnderTest> = [
        "in memory": StoreUnderTest { clock in TransientStore(clock: clock, sweeps: false) },
        "in memory, swept": StoreUnderTest(freesByItself: true) { TransientStore(clock: $0) },
        "in memory, bounded": StoreUnderTest { clock in
            try TransientStore(clock: clock, sweeps: false, bounds: .bytes(1 << 40))
        },
        "in memory, a scope": StoreUnderTest { clock in
            TransientStore(clock: clock, sweeps: false).scoped(to: "scope")
        },
        "in a database": StoreUnderTest(resolution: .milliseconds(1)) { clock in
            var configuration = SQLiteDatabase.Configuration()
            configuration.wallClock = clock.wallClock
            configuration.clock = clock
            configuration.sweeps = false
            return try await SQLiteDatabase.inMemory(configuration: configuration)
                .store(instance: "checks")
        },
        "in memory, written behind": StoreUnderTest { clock in
            try await TransientStore(
                clock: clock,
                sweeps: false,
                persistence: MemoryAdapter(wallClock: clock.wallClock),
                wallClock: clock.wallClock
            )
        },
    ]
}
