import AgentKV
import AgentKVTesting
import Testing

/// While an adapter fails nothing is lost, and what is told is right.
@Suite("A store whose adapter fails", .timeLimit(.minutes(10)))
struct FailingStoreTests {
    private static let pacing = PersistencePacing(
        gathering: .seconds(1),
        firstRetry: .seconds(2),
        longestRetry: .seconds(5)
    )

    @Test(arguments: [FailingAdapter.Place.beforeCommit, .afterCommit])
    func `keeps all that changed, and writes its last state`(
        place: FailingAdapter.Place
    ) async throws {
        let persisted = try await PersistedStore()
        let (store, adapter) = (persisted.store, persisted.adapter)
        try await store.mset(["a": 1, "b": 1, "c": 1])
        try await store.flush()
        adapter.failCommits(2, place)
        try await store.set("a", to: 2)
        try await store.delete("b")
        await #expect(throws: FailingAdapter.Failure.self) { try await store.flush() }
        #expect(try await store.get("a") == 2)
        #expect(await !store.exists("b"))
        try await store.set("b", to: 3)
        try await store.delete("c")
        await #expect(throws: FailingAdapter.Failure.self) { try await store.flush() }
        try await store.set("d", to: 4, ttl: .seconds(9))
        try await store.delete("a")
        try await store.flush()
        #expect(persisted.texts == ["b": "3", "d": "4"])
        let last = try #require(adapter.batches.last)
        #expect(Set(last.entries.map(\.key)) == ["b", "d"])
        #expect(Set(last.removed.map(\.key)) == ["a", "c"])
    }

    @Test func `tries again by itself, after pauses that grow to a maximum`() async throws {
        let persisted = try await PersistedStore(pacing: Self.pacing)
        let (clock, adapter) = (persisted.clock, persisted.adapter)
        adapter.failCommits(4)
        try await persisted.store.set("a", to: 1)
        for (attempt, pause) in [1, 2, 4, 5, 5].enumerated() {
            await clock.waitForSleepers()
            #expect(adapter.batches.count == attempt)
            clock.advance(by: .seconds(pause) - .nanoseconds(1))
            #expect(clock.sleeperCount == 1)
            #expect(adapter.batches.count == attempt)
            clock.advance(by: .nanoseconds(1))
            await adapter.waitForCommits(attempt + 1)
        }
        try await persisted.store.flush()
        #expect(persisted.texts == ["a": "1"])
        // Written: the next change is gathered for the usual time.
        try await persisted.store.set("a", to: 2)
        await clock.waitForSleepers()
        clock.advance(by: .seconds(1))
        await adapter.waitForCommits(6)
    }

    @Test func `makes an attempt at once when it is flushed, also while it pauses`()
        async throws
    {
        let persisted = try await PersistedStore(pacing: Self.pacing)
        persisted.adapter.failCommits(3)
        try await persisted.store.set("a", to: 1)
        for attempt in 1...3 {
            await #expect(throws: FailingAdapter.Failure.self) {
                try await persisted.store.flush()
            }
            #expect(persisted.adapter.batches.count == attempt)
        }
        try await persisted.store.flush()
        #expect(persisted.texts == ["a": "1"])
    }

    @Test func `holds no more for writes that come again and again`() async throws {
        let persisted = try await PersistedStore()
        persisted.adapter.failCommits()
        for round in 0..<20 {
            for number in 0..<20 { try await persisted.store.set("a \(number)", to: round) }
            try await persisted.store.delete("a \(round % 20)")
            await #expect(throws: FailingAdapter.Failure.self) {
                try await persisted.store.flush()
            }
            let batch = try #require(persisted.adapter.batches.last)
            #expect(batch.entries.count + batch.removed.count <= 20)
        }
        persisted.adapter.recover()
        try await persisted.store.flush()
        #expect(persisted.texts.count == 19)
    }

    @Test func `gives up a revision that only failed batches have brought last of all`()
        async throws
    {
        let persisted = try await PersistedStore()
        let start = persisted.memory.revision
        persisted.adapter.failCommits(1)
        try await persisted.store.set("a", to: 1)
        try await persisted.store.delete("a")
        await #expect(throws: FailingAdapter.Failure.self) { try await persisted.store.flush() }
        #expect(persisted.memory.revision == start)
        try await persisted.store.flush()
        #expect(persisted.memory.revision == Revision(rawValue: start.rawValue + 2))
    }

    @Test func `makes one more attempt when it goes away, and ends`() async throws {
        let adapter = FailingAdapter(MemoryAdapter())
        adapter.failCommits()
        weak var gone: TransientStore?
        do {
            let store = try await TransientStore(clock: ManualClock(), persistence: adapter)
            gone = store
            try await store.set("a", to: 1)
        }
        await adapter.waitForCommits(1)
        #expect(gone == nil)
    }
}
