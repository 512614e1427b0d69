import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("Replayed changes")
struct ReplayTests {
    @Test(arguments: UInt64(1)...10, [64, 4_096])
    func `are what the store holds, whatever several tasks do`(
        seed: UInt64,
        history: Int
    ) async throws {
        let clock = ManualClock()
        let store = TransientStore(clock: clock, limits: StoreLimits(historyChanges: history))
        for number in 0..<400 { try await store.set("k\(number)", to: number) }
        let followers = (0..<3).map { number in
            Task { try await Replay.of(store, from: .presentState, buffer: 10 << (number * 5)) }
        }
        try await withThrowingTaskGroup { group in
            for task in 0..<3 {
                group.addTask {
                    var random = SplitMix64(seed: seed &* 31 &+ UInt64(task))
                    for _ in 0..<400 {
                        try await act(on: store, clock, &random)
                        if Int.random(in: 0..<8, using: &random) == 0 { await Task.yield() }
                    }
                }
            }
            try await group.waitForAll()
        }
        try await store.purgeExpired(limit: .max)
        let late = Task { try await Replay.of(store, from: .presentState) }
        try await store.set("end", to: 0)
        let content = try await store.content()
        for follower in followers + [late] {
            #expect(try await follower.value.content == content)
        }
    }

    @Test(arguments: UInt64(1)...10)
    func `are what the store holds, whatever the simulation calls`(seed: UInt64) async throws {
        let made = Lock<(TransientStore, Task<Replay, any Error>)?>(nil)
        let subject = StoreUnderTest { clock in
            let store = TransientStore(clock: clock)
            let follower = Task { try await Replay.of(store, from: .presentState) }
            made.withLock { $0 = (store, follower) }
            return store
        }
        try await StoreSimulation(seed: seed, steps: 1_000).run(on: subject)
        let (store, follower) = try #require(made.withLock { $0 })
        try await store.purgeExpired(limit: .max)
        try await store.set("end", to: 0)
        let content = try await store.content()
        #expect(try await follower.value.content == content)
    }

    private func act(
        on store: TransientStore,
        _ clock: ManualClock,
        _ random: inout SplitMix64
    ) async throws {
        let key = "k\(Int.random(in: 0..<450, using: &random))"
        let list = "l\(Int.random(in: 0..<5, using: &random))"
        let number = Int.random(in: 0..<1_000, using: &random)
        switch Int.random(in: 0..<12, using: &random) {
        case 0: try await store.delete(key)
        case 1: try await store.set(key, to: number, ttl: .seconds(number % 9 + 1))
        case 2: try await store.expire(key, ttl: .seconds(number % 9 + 1))
        case 3: clock.advance(by: .milliseconds(number))
        case 4: try await store.purgeExpired(limit: number % 20)
        case 5: try await store.listAppend(list, items: [.integer(Int64(number))])
        case 6: _ = try await store.listPopAll(list)
        case 7: try await store.deleteAll(prefix: "k\(number % 45)")
        case 8:
            _ = try? await store.transaction { tx in
                try tx.set(key, to: number)
                try tx.listAppend(list, items: [0])
                try tx.set("m\(number % 3)", to: number)
                if number % 2 == 0 { throw CancellationError() }
                try tx.delete(key)
            }
        case 9: try await store.mset([key: number, list: [number]])
        case 10:
            try await store.set(list, to: [number])
        default: try await store.set(key, to: "\(number)")
        }
    }
}
