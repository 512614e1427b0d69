import AgentKV
import AgentKVTesting
import Testing

/// What can never be written down keeps no store from being closed.
@Suite("A store whose place is gone for good", .timeLimit(.minutes(10)))
struct FinalFailureTests {
    /// An adapter that takes in nothing after its place has gone.
    private final class Lost: PersistenceAdapter {
        private let failure = Lock<StoreError?>(nil)
        let persistencePlace: PersistencePlace?

        init(_ name: String) {
            persistencePlace = PersistencePlace("lost", name)
        }

        /// Takes in nothing any more; everything again if there is no error.
        func lose(_ error: StoreError?) {
            failure.withLock { $0 = error }
        }

        func load(
            _ receive: @Sendable ([PersistedEntry]) throws -> Void
        ) async throws -> Revision {
            Revision(rawValue: 0)
        }

        func commit(_ batch: PersistenceBatch) async throws {
            if let error = failure.withLock({ $0 }) { throw error }
        }
    }

    static let final: [StoreError] = [
        .closed, .unknownInstance("a", reason: "it has been deleted"),
        .invalidName(name: "", reason: "it is empty"), .storage(.readOnly, reason: "the disk"),
        .storage(.notADatabase, reason: "it is a text"), .storage(.corrupted, reason: "a page"),
        .storage(.newerSchema, reason: "a later version"),
    ]
    static let passing: [StoreError] = [
        .storage(.full, reason: "the disk"), .storage(.locked, reason: "somebody else"),
        .storage(.failed, reason: "the disk"), .storage(.cannotOpen, reason: "too many files"),
    ]

    @Test(arguments: final)
    func `is closed by the first call, which throws what could not be written`(
        _ error: StoreError
    ) async throws {
        let adapter = Lost("closed \(error)")
        let store = try await TransientStore(persistence: adapter)
        let changes = store.changes()
        adapter.lose(error)
        try await store.set("a", to: 1)
        await #expect(throws: error) { try await store.close() }
        await #expect(throws: StoreError.closed) { try await store.get("a") }
        var iterator = changes.makeAsyncIterator()
        _ = try await iterator.next()
        await #expect(throws: StoreError.closed) { try await iterator.next() }
        try await store.close()
        // The place is free.
        _ = try await TransientStore(persistence: adapter)
    }

    @Test(arguments: final)
    func `is closed without an error where a flush has thrown it`(_ error: StoreError) async throws
    {
        let adapter = Lost("flushed \(error)")
        let store = try await TransientStore(persistence: adapter)
        adapter.lose(error)
        try await store.set("a", to: 1)
        await #expect(throws: error) { try await store.flush() }
        #expect(try await store.get("a") == 1)
        try await store.close()
        await #expect(throws: StoreError.closed) { try await store.get("a") }
    }

    @Test func `is closed without an error where a call that writes through has failed with it`()
        async throws
    {
        let adapter = Lost("through")
        let store = try await TransientStore(persistence: adapter, mode: .writeThrough)
        adapter.lose(.storage(.readOnly, reason: "the disk"))
        await #expect(throws: StoreError.self) { try await store.set("a", to: 1) }
        try await store.close()
    }

    @Test func `is closed without an error where nothing was left to write`() async throws {
        let adapter = Lost("nothing")
        let store = try await TransientStore(persistence: adapter)
        try await store.set("a", to: 1)
        try await store.flush()
        adapter.lose(.closed)
        try await store.close()
    }

    @Test func `throws what could not be written after an earlier failure was made good`()
        async throws
    {
        let adapter = Lost("twice")
        let store = try await TransientStore(persistence: adapter)
        let error = StoreError.storage(.readOnly, reason: "the disk")
        adapter.lose(error)
        try await store.set("a", to: 1)
        await #expect(throws: error) { try await store.flush() }
        adapter.lose(nil)
        try await store.flush()
        adapter.lose(error)
        try await store.set("a", to: 2)
        await #expect(throws: error) { try await store.close() }
        await #expect(throws: StoreError.closed) { try await store.get("a") }
    }

    @Test(arguments: passing)
    func `stays open while it may be written later`(_ error: StoreError) async throws {
        let adapter = FailingOnce(error)
        let store = try await TransientStore(persistence: adapter)
        adapter.fail()
        try await store.set("a", to: 1)
        await #expect(throws: error) { try await store.close() }
        #expect(try await store.get("a") == 1)
        try await store.close()
        #expect(adapter.memory.entries.map(\.json) == ["1"])
    }
}

/// An adapter of which one commit fails.
private final class FailingOnce: PersistenceAdapter {
    let memory = MemoryAdapter()
    private let error: StoreError
    private let fails = Lock(false)

    init(_ error: StoreError) {
        self.error = error
    }

    func fail() {
        fails.withLock { $0 = true }
    }

    func load(
        _ receive: @Sendable ([PersistedEntry]) throws -> Void
    ) async throws -> Revision {
        try await memory.load(receive)
    }

    func commit(_ batch: PersistenceBatch) async throws {
        let fails = fails.withLock { fails in
            defer { fails = false }
            return fails
        }
        if fails { throw error }
        try await memory.commit(batch)
    }
}
