public import AgentKV

/// The simplest ``/AgentKV/PersistenceAdapter``: it holds in memory what it is given.
///
/// A second store that is opened on it, when the first one is closed or gone, finds what that wrote, as
/// after a restart.
///
/// ```swift
/// let adapter = MemoryAdapter()
/// let first = try await TransientStore(persistence: adapter)
/// try await first.set("a", to: 1)
/// try await first.close()
/// let second = try await TransientStore(persistence: adapter)
/// ```
public final class MemoryAdapter: PersistenceAdapter {
    private struct State {
        var entries: [PersistedID: PersistedEntry] = [:]
        var revision = Revision(rawValue: 0)
    }

    private let state = Lock(State())
    private let wallClock: WallClock
    /// How many entries a page has when a store loads them.
    private let pageSize: Int

    /// Creates an adapter that holds nothing.
    ///
    /// - Parameters:
    ///   - wallClock: What tells which entries have expired.
    ///   - pageSize: How many entries a page has at most, at least 1.
    public init(wallClock: WallClock = .system, pageSize: Int = 1_000) {
        self.wallClock = wallClock
        self.pageSize = max(pageSize, 1)
    }

    /// What it holds, in the order of the keys' bytes, the expired ones included.
    ///
    /// Of one key the value comes first, then what belongs to it, by kind and name.
    public var entries: [PersistedEntry] {
        state.withLock { Array($0.entries.values) }
            .sorted { $0.order.lexicographicallyPrecedes($1.order) }
    }

    /// The highest revision that it has been given.
    public var revision: Revision { state.withLock { $0.revision } }

    /// The adapter itself.
    public var persistencePlace: PersistencePlace? { PersistencePlace(of: self) }

    public func load(
        _ receive: @Sendable ([PersistedEntry]) throws -> Void
    ) async throws -> Revision {
        let now = wallClock.milliseconds
        let live = entries.filter { entry in
            guard entry.id.isValue, let end = entry.expiresAt else { return true }
            return now < end
        }
        for start in stride(from: 0, to: live.count, by: pageSize) {
            try receive(Array(live[start..<min(start + pageSize, live.count)]))
        }
        return revision
    }

    public func commit(_ batch: PersistenceBatch) async throws {
        state.withLock { state in
            for id in batch.removed { state.entries[id] = nil }
            for entry in batch.entries {
                state.entries[entry.id] = entry
                state.revision = max(state.revision, entry.revision)
            }
            state.revision = max(state.revision, batch.revision)
        }
    }
}

extension PersistedEntry {
    /// Bytes that sort as entries are listed.
    fileprivate var order: [UInt8] {
        Array(key.utf8) + [0] + Array(kind.utf8) + [0] + Array(name.utf8)
    }
}
