import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("Notes")
struct NoteTests {
    let clock = ManualClock()
    let store: TransientStore

    init() {
        store = TransientStore(clock: clock)
    }

    private func fill() async throws {
        try await store.set("a", to: 1)
        try await store.transaction { tx in
            try tx.setNote("n", of: "a", to: StoreValue(2))
            try tx.setNote("m", of: "a", to: StoreValue(3), ttl: .seconds(5))
            try tx.setNote("n", of: "b", to: StoreValue(4))
        }
    }

    @Test func `no call for a key reaches a note`() async throws {
        try await fill()
        let key = NoteKey.key(of: "n", at: "a")
        let calls: [@Sendable () async throws -> Void] = [
            { [store] in _ = try await store.get(key) },
            { [store] in _ = try await store.entry(key, as: Int.self) },
            { [store] in _ = try await store.mget([key]) },
            { [store] in try await store.set(key, to: 9) },
            { [store] in try await store.mset([key: 9]) },
            { [store] in try await store.setIfAbsent(key, to: 9) },
            { [store] in try await store.delete(key) },
            { [store] in try await store.expire(key, ttl: .seconds(1)) },
            { [store] in try await store.persist(key) },
            { [store] in try await store.increment(key) },
            { [store] in try await store.listAppend(key, items: [1]) },
            { [store] in _ = try await store.listPopAll(key) },
            { [store] in _ = try await store.transaction { try $0.get(key) } },
        ]
        for call in calls {
            let error = await #expect(throws: StoreError.self) { try await call() }
            #expect(error?.key == key)
        }
        #expect(await !store.exists(key))
        #expect(try await store.keys() == ["a"])
        #expect(try await store.keys(prefix: "a\0") == [])
        #expect(await store.count() == 1)
        #expect(await store.count(prefix: "a") == 1)
        #expect(try await note("n", "a") == 2)
        #expect(store.brokenInvariants() == [])
    }

    @Test func `notes end like other entries, and nobody is told`() async throws {
        try await fill()
        let names = { [store] in try await store.transaction { try $0.noteNames(of: "a") } }
        #expect(try await names() == ["m", "n"])
        clock.advance(by: .seconds(5))
        #expect(try await names() == ["n"])
        #expect(try await note("m", "a") == nil)
        try await store.purgeExpired()
        #expect(store.withTable { $0.noteCount } == 2)
        #expect(store.brokenInvariants() == [])
    }

    @Test func `notes go with the keys of a prefix, and not with one key`() async throws {
        try await fill()
        try await store.delete("a")
        #expect(try await note("n", "a") == 2)
        #expect(try await store.deleteAll(prefix: "a\0") == 0)
        #expect(try await store.transaction { try $0.deleteAll(prefix: "a\0") } == 0)
        #expect(try await note("n", "a") == 2)
        #expect(try await store.deleteAll(prefix: "a") == 0)
        #expect(try await note("n", "a") == nil)
        #expect(try await note("n", "b") == 4)
        #expect(try await store.transaction { try $0.deleteAll(prefix: "") } == 0)
        #expect(try await note("n", "b") == nil)
        #expect(store.brokenInvariants() == [])
    }

    @Test func `a transaction that fails leaves notes as they were`() async throws {
        try await fill()
        try? await store.transaction { tx in
            try tx.setNote("n", of: "a", to: StoreValue(9))
            try tx.setNote("new", of: "a", to: StoreValue(9))
            try tx.deleteNote("m", of: "a")
            throw CancellationError()
        }
        #expect(try await note("n", "a") == 2)
        #expect(try await note("m", "a") == 3)
        #expect(try await note("new", "a") == nil)
        #expect(store.brokenInvariants() == [])
    }

    @Test func `a key of others with a zero in it is no note`() {
        #expect(!NoteKey.isNote("a"))
        #expect(!NoteKey.isNote("a\0b"))
        #expect(!NoteKey.isNote("a\0"))
        #expect(!NoteKey.isNote("\0agentkv-note"))
        #expect(NoteKey.isNote(NoteKey.key(of: "", at: "a")))
        #expect(NoteKey.isNote(NoteKey.key(of: "x\0y", at: "a\0b")))
    }

    private func note(_ name: String, _ key: String) async throws -> Int? {
        try await store.transaction { try $0.note(name, of: key)?.value.exactly(Int.self) }
    }
}
