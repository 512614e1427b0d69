import AgentKV
import AgentKVTesting
import Testing

/// A process that ends before what it wrote is written down, and the next one.
@Suite("Revisions that were told and lost", .timeLimit(.minutes(10)))
struct LostRevisionTests {
    private let clock = ManualClock()

    /// The store of the next process; that of the one before writes nothing down any more.
    private func next(after persisted: PersistedStore) async throws -> TransientStore {
        try await PersistedStore(clock: clock, memory: persisted.memory).store
    }

    @Test(arguments: [false, true])
    func `are given to no other write, and no condition on one holds`(
        holdsSomething: Bool
    ) async throws {
        let persisted = try await PersistedStore(clock: clock)
        if holdsSomething {
            try await persisted.store.set("kept", to: 1)
            try await persisted.store.flush()
        }
        persisted.adapter.failCommits()
        let lost = try #require(
            try await persisted.store.compareAndSet("k", to: "mine", expecting: nil)
        )
        let again = try await next(after: persisted)
        let other = try await again.compareAndSet("k", to: "other", expecting: nil)
        #expect(try #require(other) > lost)
        #expect(try await again.compareAndSet("k", to: "lost", expecting: lost) == nil)
        #expect(try await again.get("k") == "other")
    }

    @Test func `are not resumed from: the state is told anew`() async throws {
        let persisted = try await PersistedStore(clock: clock)
        try await persisted.store.set("kept", to: 1)
        try await persisted.store.flush()
        persisted.adapter.failCommits()
        for number in 0..<5 { try await persisted.store.set("lost \(number)", to: number) }
        let lost = try #require(try await persisted.store.entry("lost 4", as: Int.self)?.revision)
        let again = try await next(after: persisted)
        let others = again.changes()
        for number in 0..<9 { try await again.set("new \(number)", to: number) }
        for revision in [lost, Revision(rawValue: lost.rawValue + 1)] {
            var changes = again.changes(from: .after(revision)).makeAsyncIterator()
            #expect(try await changes.next()?.kind == .restarted)
        }
        withExtendedLifetime(others) {}
    }

    @Test(arguments: [false, true])
    func `keep nobody from going on behind the last one that was written down`(
        isObservedBefore: Bool
    ) async throws {
        let persisted = try await PersistedStore(clock: clock)
        for number in 0..<5 { try await persisted.store.set("k", to: number) }
        let last = try #require(try await persisted.store.entry("k", as: Int.self)?.revision)
        let before = Revision(rawValue: last.rawValue - 1)
        try await persisted.store.close()
        clock.advance(by: .seconds(60))
        let again = try await PersistedStore(clock: clock, memory: persisted.memory).store
        let others = isObservedBefore ? again.changes() : nil
        let early = again.changes(from: .after(last))
        try await again.set("a", to: 1)
        try await again.delete("k")
        let late = again.changes(from: .after(last))
        for changes in [early, late] {
            var iterator = changes.makeAsyncIterator()
            #expect(try await iterator.next()?.key == "a")
            #expect(try await iterator.next()?.kind == .deleted)
        }
        var older = again.changes(from: .after(before)).makeAsyncIterator()
        #expect(try await older.next()?.kind == .restarted)
        withExtendedLifetime(others) {}
    }

    @Test func `are no numbers of other messages`() async throws {
        let persisted = try await PersistedStore(clock: clock)
        persisted.adapter.failCommits()
        let inbox = persisted.store.inbox("i", of: Int.self)
        try await inbox.send(1)
        let lost = try #require(try await inbox.reserve(max: 1, lease: .seconds(60)).first?.id)
        let again = try await next(after: persisted)
        let other = again.inbox("i", of: Int.self)
        try await other.send(2)
        #expect(try await other.reserve(max: 1, lease: .seconds(60)).first?.id != lost)
    }

    @Test func `the adapter knows where they go on before the store is opened`() async throws {
        let persisted = try await PersistedStore(clock: clock)
        let start = persisted.memory.revision
        #expect(start.rawValue == clock.wallClock.nanoseconds / 1_000)
        let first = try await persisted.store.compareAndSet("k", to: 1, expecting: nil)
        #expect(first == Revision(rawValue: start.rawValue + 1))
    }

    @Test func `an adapter that fails at opening is told later where they go on`() async throws {
        let memory = MemoryAdapter(wallClock: clock.wallClock)
        let adapter = FailingAdapter(memory)
        adapter.failCommits()
        let store = try await TransientStore(
            clock: clock,
            persistence: adapter,
            wallClock: clock.wallClock
        )
        #expect(memory.revision == Revision(rawValue: 0))
        await #expect(throws: FailingAdapter.Failure.self) { try await store.flush() }
        adapter.recover()
        try await store.flush()
        #expect(memory.revision.rawValue == clock.wallClock.nanoseconds / 1_000)
    }
}
