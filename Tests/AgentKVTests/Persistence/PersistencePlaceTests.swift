import AgentKV
import AgentKVTesting
import Testing

/// One place is written to by one store of a process at a time.
@Suite("Two stores on one place", .timeLimit(.minutes(10)))
struct PersistencePlaceTests {
    private let adapter = MemoryAdapter()

    private func expectRefused(_ adapter: any PersistenceAdapter) async throws {
        let error = await #expect(throws: StoreError.self) {
            try await TransientStore(persistence: adapter)
        }
        guard case .storage(.locked, let reason)? = error else {
            Issue.record("\(String(describing: error)) says that another one is open")
            return
        }
        let description = try #require(adapter.persistencePlace?.description)
        #expect(reason.contains(description))
    }

    @Test func `the second is refused until the first is closed`() async throws {
        let first = try await TransientStore(persistence: adapter)
        try await expectRefused(adapter)
        try await first.set("a", to: 1)
        try await first.close()
        let second = try await TransientStore(persistence: adapter)
        #expect(try await second.get("a") == 1)
        try await first.close()
        try await expectRefused(adapter)
    }

    @Test func `the second is let in when the first is gone, and finds what that wrote`()
        async throws
    {
        for number in 1...20 {
            let store = try await TransientStore(persistence: adapter)
            #expect(try await store.get("a", default: 0) == number - 1)
            try await store.set("a", to: number)
        }
    }

    @Test func `one that cannot be opened keeps nobody out`() async throws {
        let broken = Named("broken", failing: true)
        for _ in 1...2 {
            await #expect(throws: FailingAdapter.Failure.self) {
                try await TransientStore(persistence: broken)
            }
        }
        let store = try await TransientStore(persistence: Named("broken"))
        try await store.close()
    }

    @Test func `places are told apart by their bytes, and by nothing else`() async throws {
        let stores = [
            try await TransientStore(persistence: Named("\u{e9}")),
            try await TransientStore(persistence: Named("e\u{301}")),
        ]
        try await expectRefused(Named("\u{e9}"))
        #expect(PersistencePlace("a", "b") != PersistencePlace("ab"))
        #expect(PersistencePlace("a", description: "x") == PersistencePlace("a", description: "y"))
        withExtendedLifetime(stores) {}
    }

    @Test func `who says of no place that it is its own is not held up`() async throws {
        let stores = [
            try await TransientStore(persistence: FailingAdapter(adapter)),
            try await TransientStore(persistence: FailingAdapter(adapter)),
        ]
        for store in stores { try await store.close() }
    }

    @Test func `of many that open one place at once one does`() async throws {
        let opened = await withTaskGroup(of: TransientStore?.self) { group in
            for _ in 0..<16 {
                group.addTask { try? await TransientStore(persistence: adapter) }
            }
            return await group.reduce(into: [TransientStore]()) { $0 += $1.map { [$0] } ?? [] }
        }
        #expect(opened.count == 1)
    }
}

/// An adapter whose place has a name.
private struct Named: PersistenceAdapter {
    let name: String
    let fails: Bool
    let memory = MemoryAdapter()

    init(_ name: String, failing fails: Bool = false) {
        self.name = name
        self.fails = fails
    }

    var persistencePlace: PersistencePlace? { PersistencePlace("named", name) }

    func load(
        _ receive: @Sendable ([PersistedEntry]) throws -> Void
    ) async throws -> Revision {
        if fails { throw FailingAdapter.Failure() }
        return try await memory.load(receive)
    }

    func commit(_ batch: PersistenceBatch) async throws {
        try await memory.commit(batch)
    }
}
