import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

@Suite struct TimeSimulationTests {
    @Test(arguments: FuzzSeeds.usual(100))
    func `whoever sets which clock, time goes on and all agree on it`(_ seed: UInt64) throws {
        var simulation = SharedTimeSimulation(seed: seed)
        try simulation.run()
        #expect(simulation.ended > 0)
    }

    @Test(arguments: FuzzSeeds.usual(6))
    func `databases on one file agree on what is alive, whoever's clock is set`(
        _ seed: UInt64
    ) async throws {
        let simulation = try await SetDaysSimulation(seed: seed)
        try await simulation.run()
    }
}

/// Several databases on one file, whose times of day are set at random: what one of them has given a
/// lifetime ends for all of them, within its bounds, and none frees what is alive for another.
private final class SetDaysSimulation {
    private struct Given {
        let at: Int64
        let seconds: Int64
        /// By how much clocks had been set forward when it was given.
        let forward: Int64
    }

    private let file = TemporaryFile()
    private let clock = ManualClock()
    private let days: [SetDay]
    private var stores: [SQLiteStore] = []
    private var random: SplitMix64
    private var passed: Int64 = 0
    private var given: [String: Given] = [:]
    private var forward: Int64 = 0

    init(seed: UInt64) async throws {
        random = SplitMix64(seed: seed)
        let clock = clock
        days = (0..<3).map { _ in SetDay(clock) }
        for day in days { stores.append(try await open(day)) }
    }

    private func open(_ day: SetDay) async throws -> SQLiteStore {
        try await SQLiteDatabase(path: file.path, configuration: day.configuration())
            .store(instance: "a")
    }

    func run() async throws {
        for number in 0..<120 {
            try await step(number)
            try await check()
        }
        for store in stores { await store.database.close() }
    }

    private func step(_ number: Int) async throws {
        let index = Int.random(in: 0..<days.count, using: &random)
        let store = stores[index]
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            let jump = jump()
            for day in days { day.set(by: jump) }
        case 1:
            let key = "\(number)"
            try await days[index].wrong(by: jump()) { try await set(key, in: store) }
        case 2:
            _ = try await days[index].wrong(by: jump()) { try await store.exists("x") }
        case 3:
            _ = try await days[index].wrong(by: jump()) { try await store.purgeExpired() }
        case 4:
            await store.database.close()
            stores[index] = try await open(days[index])
        case 5: pass(.random(in: 1...600, using: &random))
        case 6: _ = try await store.purgeExpired()
        default: try await set("\(number)", in: store)
        }
    }

    private func jump() -> Int64 {
        let jump = Int64.random(in: -1_800...1_800, using: &random)
        forward += max(jump, 0)
        return jump
    }

    private func pass(_ seconds: Int64) {
        clock.advance(by: .seconds(seconds))
        passed += seconds
    }

    private func set(_ key: String, in store: SQLiteStore) async throws {
        let seconds = Int64.random(in: 1...1_800, using: &random)
        try await store.set(key, to: 1, ttl: .seconds(seconds))
        given[key] = Given(at: passed, seconds: seconds, forward: forward)
    }

    /// All look again after a second, see the same, and nothing that has ended too early or not yet.
    private func check() async throws {
        pass(2)
        try await stores.randomElement(using: &random)?.set("last", to: passed)
        let seen = try await stores[0].keys()
        for store in stores.dropFirst() { #expect(try await store.keys() == seen) }
        for (key, lifetime) in given {
            let lasted = passed - lifetime.at
            if seen.contains(key) {
                #expect(lasted * 10 <= lifetime.seconds * 11 + 30, "\(key) lasts for \(lasted) s")
            } else {
                let allowance = forward - lifetime.forward
                #expect(lasted + allowance >= lifetime.seconds, "\(key) ended after \(lasted) s")
                given[key] = nil
            }
        }
        let freed = try await stores.randomElement(using: &random)?.purgeExpired() ?? 0
        for store in stores {
            #expect(try await store.keys() == seen, "\(freed) were freed")
        }
    }
}
