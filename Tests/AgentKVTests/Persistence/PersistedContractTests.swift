import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("TransientStore with an adapter, and the contract")
struct PersistedContractTests {
    @Test(arguments: StoreCheck.all, [PersistenceMode.writeBehind, .writeThrough])
    func `keeps the contract`(_ check: StoreCheck, _ mode: PersistenceMode) async throws {
        try await check.run(on: .persisted(mode))
    }

    @Test(arguments: StoreCheck.all)
    func `keeps the contract while it sweeps`(_ check: StoreCheck) async throws {
        try await check.run(on: .persisted(.writeBehind, sweeps: true))
    }

    @Test(arguments: FuzzSeeds.usual(20), [PersistenceMode.writeBehind, .writeThrough])
    func `does what the model does, and a second store reads the same`(
        seed: UInt64,
        mode: PersistenceMode
    ) async throws {
        let last = Lock<PersistedStore?>(nil)
        let subject = StoreUnderTest { clock in
            let persisted = try await PersistedStore(mode, clock: clock)
            last.withLock { $0 = persisted }
            return persisted.store
        }
        var step = 0
        try await StoreSimulation(seed: seed, steps: 300).run(on: subject) { store in
            step += 1
            let persisted = try #require(last.withLock { $0 })
            let broken = persisted.store.brokenInvariants()
            try #require(broken == [])
            // Batches of one step and of many.
            guard step.isMultiple(of: 1 + Int(seed % 25)) else { return }
            try await persisted.store.flush()
            try await expectSame(persisted)
        }
        let persisted = try #require(last.withLock { $0 })
        try await persisted.store.close()
    }

    private func expectSame(_ persisted: PersistedStore) async throws {
        let (store, memory, now) = (persisted.store, persisted.memory, persisted.clock.wallClock)
        let second = try await persisted.reopened()
        let expected = try await readable(store, now)
        let found = try await readable(second, now)
        try #require(found == expected)
        // What is written down is what is in the table, expired or not, and nothing else.
        let written = memory.entries.map { Array($0.key.utf8) }
        let held = store.withTable { table in
            (0..<table.cells.used).map { table.cells[$0].pointee.key }
                .filter { !$0.isEmpty }.map { Array($0.utf8) }
        }
        try #require(Set(written) == Set(held))
        // Each second store that was opened has left some revisions out.
        try #require(memory.revision >= store.withTable { $0.revision })
    }

    /// What is in a store, its expiries as times of day, rounded up to milliseconds.
    ///
    /// Without what ends within the present one: there the second store rounds up.
    private func readable(
        _ store: TransientStore,
        _ wallClock: WallClock
    ) async throws -> [String] {
        let now = Int128(wallClock.nanoseconds)
        return try await store.transaction { tx in
            try tx.keys(limit: .max).compactMap { key in
                let entry = try #require(try tx.entry(key, as: JSONValue.self))
                let line = "\(Array(key.utf8)) \(entry.value) \(entry.revision)"
                guard let lifetime = entry.remainingLifetime else { return line }
                let end = (now + lifetime.attoseconds / 1_000_000_000 + 999_999) / 1_000_000
                return end * 1_000_000 - now < 1_000_000 ? nil : "\(line) until \(end)"
            }
        }
    }
}
