import AgentKV
import AgentKVTesting
import Testing

@Suite("Opening a store on what was written down")
struct HydrationTests {
    let clock = ManualClock()
    let memory: MemoryAdapter

    init() {
        memory = MemoryAdapter(wallClock: clock.wallClock, pageSize: 3)
    }

    private func fill(_ entries: [PersistedEntry], revision: Int64 = 0) async throws {
        try await memory.commit(
            PersistenceBatch(
                entries: entries,
                removed: [],
                revision: Revision(rawValue: revision)
            )
        )
    }

    private func entry(
        _ key: String,
        _ json: String,
        revision: Int64 = 1,
        expiresIn: Int64? = nil
    ) -> PersistedEntry {
        PersistedEntry(
            key: key,
            json: json,
            revision: Revision(rawValue: revision),
            expiresAt: expiresIn.map { clock.wallClock.milliseconds + $0 }
        )
    }

    @Test func `values of all kinds are read as what they were`() async throws {
        struct Record: Codable, Equatable {
            var name: String
            var scores: [Double]
        }
        try await fill([
            entry("integer", "-17"), entry("large", "9223372036854775807"), entry("zero", "0"),
            entry("negative zero", "-0"), entry("number", "1.5"), entry("exponent", "12e1"),
            entry("true", "true"), entry("null", "null"), entry("text", "\"e\u{301}\""),
            entry("escaped", "\"a\\nb\""), entry("record", "{\"name\":\"x\",\"scores\":[1,2.5]}"),
        ])
        let store = try await PersistedStore(clock: clock, memory: memory).store
        #expect(try await store.get("integer", as: Int.self) == -17)
        #expect(try await store.get("integer") == -17)
        #expect(try await store.get("large", as: Int.self) == .max)
        #expect(try await store.get("zero", as: Double.self) == 0)
        #expect(try await store.get("negative zero", as: Double.self)?.sign == .minus)
        #expect(try await store.get("number", as: Double.self) == 1.5)
        #expect(try await store.get("exponent", as: Int.self) == 120)
        #expect(try await store.get("true", as: Bool.self) == true)
        #expect(try await store.get("null") == .null)
        let text = try await store.get("text", as: String.self)
        #expect(text.map { Array($0.utf8) } == Array("e\u{301}".utf8))
        #expect(try await store.get("escaped", as: String.self) == "a\nb")
        let record = Record(name: "x", scores: [1, 2.5])
        for _ in 1...2 {
            #expect(try await store.get("record", as: Record.self) == record)
            #expect(try await store.get("record") == ["name": "x", "scores": [1, 2.5]])
        }
        #expect(await store.count() == 11)
    }

    @Test func `what is loaded can be counted on, appended to, compared and replaced`()
        async throws
    {
        try await fill([
            entry("n", "41", revision: 7), entry("list", "[{\"id\":1}]"), entry("x", "{\"a\":1}"),
        ])
        let persisted = try await PersistedStore(clock: clock, memory: memory)
        let store = persisted.store
        #expect(try await store.increment("n") == 42)
        let list = try await store.listAppendUnique("list", items: [["id": 1], ["id": 2]])
        #expect(list == [["id": 1], ["id": 2]])
        let revision = try await store.entry("x", as: JSONValue.self)?.revision
        #expect(revision == Revision(rawValue: 1))
        #expect(try await store.compareAndSet("x", to: 5, expecting: revision) != nil)
        try await store.flush()
        #expect(persisted.texts == ["n": "42", "list": "[{\"id\":1},{\"id\":2}]", "x": "5"])
    }

    @Test func `a revision counts that only a key had that came and went`() async throws {
        let persisted = try await PersistedStore(clock: clock, memory: memory)
        let start = memory.revision.rawValue
        try await persisted.store.set("a", to: 1)
        try await persisted.store.delete("a")
        try await persisted.store.flush()
        #expect(memory.revision == Revision(rawValue: start + 2))
    }

    @Test func `what expired while nobody was there is not loaded, and is cleared away`()
        async throws
    {
        try await fill([
            entry("gone", "1", expiresIn: 1_000), entry("stays", "2", expiresIn: 1_001),
            entry("lasts", "3"),
        ])
        clock.advance(by: .seconds(1))
        let all = HandsOverAll(memory)
        let store = try await TransientStore(
            clock: clock,
            sweeps: false,
            persistence: all,
            wallClock: clock.wallClock
        )
        #expect(try await store.keys() == ["lasts", "stays"])
        let stays = try await store.entry("stays", as: Int.self)
        #expect(stays?.remainingLifetime == .milliseconds(1))
        clock.advance(by: .nanoseconds(999_999))
        #expect(await store.exists("stays"))
        clock.advance(by: .nanoseconds(1))
        #expect(await !store.exists("stays"))
        try await store.flush()
        #expect(memory.entries.map(\.key) == ["lasts", "stays"])
        try await store.purgeExpired()
        try await store.flush()
        #expect(memory.entries.map(\.key) == ["lasts"])
    }

    @Test func `a lifetime that is too long to represent is none`() async throws {
        try await fill([
            PersistedEntry(
                key: "a",
                json: "1",
                revision: Revision(rawValue: 1),
                expiresAt: .max
            )
        ])
        let store = try await PersistedStore(clock: clock, memory: memory).store
        let entry = try #require(try await store.entry("a", as: Int.self))
        #expect(entry.remainingLifetime == nil)
    }

    @Test func `a text that is no JSON is an error of its key, and can be replaced`()
        async throws
    {
        try await fill([entry("bad", "{oops"), entry("worse", "\"a"), entry("good", "1")])
        let persisted = try await PersistedStore(clock: clock, memory: memory)
        let store = persisted.store
        for key in ["bad", "worse"] {
            let error = await #expect(throws: StoreError.self) { try await store.get(key) }
            #expect(error?.key == key)
            guard case .invalidValue = error else { throw error! }
            await #expect(throws: StoreError.self) { try await store.get(key, as: Int.self) }
            await #expect(throws: StoreError.self) { try await store.increment(key) }
            await #expect(throws: StoreError.self) {
                try await store.listAppend(key, items: [1])
            }
            await #expect(throws: StoreError.self) { try await store.listPopAll(key) }
            #expect(await store.exists(key))
        }
        #expect(try await store.get("good") == 1)
        try await store.expire("bad", ttl: .seconds(5))
        try await store.flush()
        #expect(persisted.texts["bad"] == "{oops")
        try await store.set("bad", to: 5)
        try await store.delete("worse")
        try await store.flush()
        #expect(persisted.texts == ["bad": "5", "good": "1"])
    }

    @Test func `keys that the limits refuse are there, can be read, set and deleted`()
        async throws
    {
        try await fill([entry("long key", "1"), entry("a\0b", "2"), entry("", "3")])
        let persisted = try await PersistedStore(
            clock: clock,
            memory: memory,
            limits: StoreLimits(keyBytes: 4)
        )
        let store = persisted.store
        #expect(try await store.keys() == ["a\0b", "long key"])
        #expect(try await store.get("long key") == 1)
        #expect(try await store.get("a\0b") == 2)
        try await store.set("long key", to: 5)
        #expect(try await store.delete("a\0b"))
        await #expect(throws: StoreError.self) { try await store.set("long other", to: 5) }
        try await store.flush()
        #expect(persisted.texts == ["": "3", "long key": "5"])
    }

    @Test func `an adapter that cannot be loaded keeps the store from opening`() async throws {
        let failing = FailingAdapter(memory)
        failing.failLoads(1)
        await #expect(throws: FailingAdapter.Failure.self) {
            try await TransientStore(persistence: failing)
        }
        #expect(await (try TransientStore(persistence: failing)).count() == 0)
    }

    @Test func `an entry that is handed over twice is there once`() async throws {
        let store = try await TransientStore(persistence: Repeating())
        #expect(await store.count() == 1)
        #expect(try await store.get("a") == 2)
        #expect(try await store.keys() == ["a"])
    }
}

/// An adapter that leaves it to the store to see what has expired.
private struct HandsOverAll: PersistenceAdapter {
    let memory: MemoryAdapter

    init(_ memory: MemoryAdapter) {
        self.memory = memory
    }

    func load(
        _ receive: @Sendable ([PersistedEntry]) throws -> Void
    ) async throws -> Revision {
        try receive(memory.entries)
        return memory.revision
    }

    func commit(_ batch: PersistenceBatch) async throws {
        try await memory.commit(batch)
    }
}

/// An adapter that hands an entry over twice.
private struct Repeating: PersistenceAdapter {
    func load(
        _ receive: @Sendable ([PersistedEntry]) throws -> Void
    ) async throws -> Revision {
        for number in 1...2 {
            let revision = Revision(rawValue: Int64(number))
            try receive([PersistedEntry(key: "a", json: "\(number)", revision: revision)])
        }
        return Revision(rawValue: 2)
    }

    func commit(_ batch: PersistenceBatch) async throws {}
}
