public import AgentKV

/// How to make the adapters that a ``PersistenceCheck`` works on.
///
/// ```swift
/// let subject = AdapterUnderTest { clock in
///     MemoryAdapter(wallClock: clock)
/// }
/// ```
public struct AdapterUnderTest: Sendable {
    let makeAdapter: @Sendable (WallClock) async throws -> any PersistenceAdapter
    let reopen: @Sendable (any PersistenceAdapter, WallClock) async throws -> any PersistenceAdapter
    let cleanUp: @Sendable (any PersistenceAdapter) async throws -> Void

    /// Describes an adapter.
    ///
    /// - Parameters:
    ///   - makeAdapter: Makes an adapter that holds nothing, and goes by the time of the clock.
    ///   - reopen: Makes one that holds what another has been given, as after a restart of the
    ///     process; by default the other one itself.
    ///   - cleanUp: Takes away what an adapter leaves behind; called after each run with the last
    ///     one, also after a failed run.
    public init(
        makeAdapter: @escaping @Sendable (WallClock) async throws -> any PersistenceAdapter,
        reopen:
            @escaping @Sendable (any PersistenceAdapter, WallClock) async throws
            -> any PersistenceAdapter = { adapter, _ in adapter },
        cleanUp: @escaping @Sendable (any PersistenceAdapter) async throws -> Void = { _ in }
    ) {
        self.makeAdapter = makeAdapter
        self.reopen = reopen
        self.cleanUp = cleanUp
    }

    /// Runs `body` on a new adapter, and cleans up behind it.
    func withAdapter(_ body: (AdapterTrial) async throws -> Void) async throws {
        let clock = ManualClock()
        let trial = AdapterTrial(
            adapter: try await makeAdapter(clock.wallClock),
            clock: clock,
            subject: self
        )
        do {
            try await body(trial)
        } catch {
            try? await cleanUp(trial.adapter)
            throw error
        }
        try await cleanUp(trial.adapter)
    }
}

/// An adapter under test, and the time that it lives in.
final class AdapterTrial {
    private(set) var adapter: any PersistenceAdapter
    let clock: ManualClock
    private let subject: AdapterUnderTest
    private var revision: Int64 = 0

    init(adapter: any PersistenceAdapter, clock: ManualClock, subject: AdapterUnderTest) {
        self.adapter = adapter
        self.clock = clock
        self.subject = subject
    }

    /// Milliseconds since 1970.
    var now: Int64 { clock.wallClock.milliseconds }

    /// An entry with the next revision.
    func entry(_ key: String, _ json: String, expiresAt: Int64? = nil) -> PersistedEntry {
        revision += 1
        return PersistedEntry(
            key: key,
            json: json,
            revision: Revision(rawValue: revision),
            expiresAt: expiresAt
        )
    }

    @discardableResult
    func commit(
        _ entries: [PersistedEntry],
        removing removedKeys: [String] = []
    ) async throws -> PersistenceBatch {
        let batch = PersistenceBatch(
            entries: entries,
            removed: removedKeys.map { PersistedID(key: $0) },
            revision: Revision(rawValue: revision)
        )
        try await adapter.commit(batch)
        return batch
    }

    /// Restarts.
    func reopen() async throws {
        adapter = try await subject.reopen(adapter, clock.wallClock)
    }

    /// Restarts, and returns what is loaded then, in the order of the keys' bytes.
    func reload() async throws -> (entries: [PersistedEntry], revision: Revision) {
        try await reopen()
        let loaded = Lock<[PersistedEntry]>([])
        let revision = try await adapter.load { page in loaded.withLock { $0 += page } }
        let entries = loaded.withLock { $0 }.sorted {
            $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        }
        return (entries, revision)
    }
}
