import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("Sweeping of a TransientStore", .timeLimit(.minutes(10)))
struct SweepingTests {
    private let clock = ManualClock()

    /// Moves the clock, and returns once a key has been freed.
    private func pass(_ duration: Duration, untilFreed key: String, in store: TransientStore) async
    {
        let watch = store.coordinator.feed.watch(key)
        clock.advance(by: duration)
        await watch.wait()
        store.coordinator.feed.end(watch)
    }

    private func held(by store: TransientStore) -> Int {
        store.withTable { $0.cells.count }
    }

    @Test func `an entry is freed at its deadline`() async throws {
        let store = TransientStore(clock: clock)
        try await store.set("a", to: 1, ttl: .seconds(300))
        try await store.set("b", to: 1, ttl: .seconds(600))
        try await store.set("c", to: 1)
        await pass(.seconds(300), untilFreed: "a", in: store)
        #expect(held(by: store) == 2)
        await pass(.seconds(300), untilFreed: "b", in: store)
        #expect(held(by: store) == 1)
        #expect(await store.statistics().expirations == 2)
        #expect(store.brokenInvariants() == [])
    }

    @Test func `an earlier deadline that appears is met`() async throws {
        let store = TransientStore(clock: clock)
        try await store.set("later", to: 1, ttl: .seconds(1_000))
        try await store.set("moved", to: 1, ttl: .seconds(2_000))
        await clock.waitForSleepers()
        try await store.set("sooner", to: 1, ttl: .seconds(5))
        try await store.expire("moved", ttl: .seconds(10))
        await pass(.seconds(5), untilFreed: "sooner", in: store)
        await pass(.seconds(5), untilFreed: "moved", in: store)
        await pass(.seconds(990), untilFreed: "later", in: store)
        #expect(held(by: store) == 0)
    }

    @Test func `a deadline that moved later or went away frees nothing`() async throws {
        let store = TransientStore(clock: clock)
        for key in ["later", "never", "now"] { try await store.set(key, to: 1, ttl: .seconds(5)) }
        await clock.waitForSleepers()
        try await store.expire("later", ttl: .seconds(9))
        try await store.persist("never")
        await pass(.seconds(5), untilFreed: "now", in: store)
        #expect(held(by: store) == 2)
        await pass(.seconds(4), untilFreed: "later", in: store)
        #expect(await store.exists("never"))
    }

    @Test func `nothing sleeps, nor holds the table, while nothing has a lifetime`() async throws {
        var store: TransientStore? = TransientStore(clock: clock)
        weak let table = store?.table
        try await store?.set("a", to: 1)
        store = nil
        #expect(table == nil)
        #expect(clock.sleeperCount == 0)
    }

    @Test func `nothing sleeps once all has expired, until a lifetime appears again`() async throws
    {
        let store = TransientStore(clock: clock)
        try await store.set("a", to: 1, ttl: .seconds(1))
        await clock.waitForSleepers()
        await pass(.seconds(1), untilFreed: "a", in: store)
        #expect(store.withTable { $0.wakesSweeperBefore } == .end)
        #expect(clock.sleeperCount == 0)
        try await store.set("b", to: 1, ttl: .seconds(1))
        await clock.waitForSleepers()
        await pass(.seconds(1), untilFreed: "b", in: store)
    }

    @Test func `a store goes while its sweeper sleeps, and that ends`() async throws {
        var store: TransientStore? = TransientStore(clock: clock)
        weak let reference = store
        try await store?.set("a", to: 1, ttl: .seconds(1))
        await clock.waitForSleepers()
        store = nil
        #expect(reference == nil)
        #expect(clock.sleeperCount == 0)
    }

    @Test func `nothing sleeps once a store has been closed`() async throws {
        let store = TransientStore(clock: clock)
        try await store.set("a", to: 1, ttl: .seconds(1))
        await clock.waitForSleepers()
        try await store.close()
        #expect(clock.sleeperCount == 0)
        store.sweeping?.wake()
        clock.advance(by: .seconds(1))
        #expect(clock.sleeperCount == 0)
        #expect(held(by: store) == 1)
    }

    @Test func `many entries that fall due together all go`() async throws {
        let store = TransientStore(clock: clock)
        let count = 100_000
        for number in 0..<count { try await store.set("\(number)", to: number, ttl: .seconds(60)) }
        // They are freed from the last one filed to the first.
        await pass(.seconds(60), untilFreed: "0", in: store)
        #expect(held(by: store) == 0)
        #expect(await store.statistics().expirations == count)
    }

    @Test func `a store that does not sweep leaves it to its callers`() async throws {
        let store = TransientStore(clock: clock, sweeps: false)
        try await store.set("a", to: 1, ttl: .seconds(1))
        #expect(store.withTable { $0.sweeping == nil && $0.wakesSweeperBefore == .start })
        clock.advance(by: .seconds(1))
        #expect(try await store.purgeExpired() == 1)
    }

    @Test func `what is freed under an adapter is written down as removed`() async throws {
        let persisted = try await PersistedStore(.writeThrough, clock: clock, sweeps: true)
        let store = persisted.store
        try await store.set("a", to: 1, ttl: .seconds(5))
        try await store.set("b", to: 2)
        await pass(.seconds(5), untilFreed: "a", in: store)
        try await store.flush()
        #expect(persisted.texts == ["b": "2"])
        #expect(persisted.adapter.batches.last?.removed == [PersistedID(key: "a")])
        try await store.close()
    }

    @Test func `what was loaded is swept too`() async throws {
        let first = try await PersistedStore(clock: clock)
        try await first.store.set("a", to: 1, ttl: .seconds(5))
        try await first.store.close()
        let second = try await PersistedStore(clock: clock, memory: first.memory, sweeps: true)
        await pass(.seconds(5), untilFreed: "a", in: second.store)
        #expect(held(by: second.store) == 0)
        try await second.store.close()
        #expect(second.texts.isEmpty)
    }

    @Test func `a store that could not be closed goes on sweeping`() async throws {
        let persisted = try await PersistedStore(clock: clock, sweeps: true)
        try await persisted.store.set("a", to: 1, ttl: .seconds(5))
        persisted.adapter.failCommits(1)
        await #expect(throws: (any Error).self) { try await persisted.store.close() }
        await pass(.seconds(5), untilFreed: "a", in: persisted.store)
        #expect(held(by: persisted.store) == 0)
        try await persisted.store.close()
    }

    @Test func `what others write, set and expire meanwhile stays right`() async throws {
        let store = TransientStore(clock: clock)
        try await withThrowingTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    for round in 0..<2_000 {
                        let key = "\(task) \(round % 50)"
                        try await store.set(key, to: round, ttl: .milliseconds(1 + round % 40))
                        if round.isMultiple(of: 3) { clock.advance(by: .milliseconds(1)) }
                        try await store.set("stays \(task)", to: round)
                        #expect(try await store.get("stays \(task)", as: Int.self) == round)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(store.brokenInvariants() == [])
        try await store.set("last", to: 1, ttl: .seconds(1))
        await pass(.seconds(1), untilFreed: "last", in: store)
        #expect(held(by: store) == 8)
    }
}
