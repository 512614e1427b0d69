import AgentKV
import AgentKVTesting

/// An adapter in memory that does one thing wrong.
final class FaultyAdapter: PersistenceAdapter {
    private let fault: AdapterFault
    private let inner: MemoryAdapter
    private let last = Lock<PersistenceBatch?>(nil)

    init(_ fault: AdapterFault, _ wallClock: WallClock) {
        self.fault = fault
        let isStopped = fault == .handsOverExpired
        inner = MemoryAdapter(
            wallClock: isStopped ? WallClock { .min } : wallClock,
            pageSize: 1_000
        )
    }

    func load(
        _ receive: @Sendable ([PersistedEntry]) throws -> Void
    ) async throws -> Revision {
        let pages = Lock(0)
        let revision = try await inner.load { page in
            let number = pages.withLock { pages in
                pages += 1
                return pages
            }
            if fault == .dropsLaterPages, number > 1 { return }
            if fault == .swallowsErrors {
                try? receive(page)
            } else {
                try receive(page)
            }
        }
        guard fault == .forgetsRevisions else { return revision }
        return inner.entries.map(\.revision).max() ?? Revision(rawValue: 0)
    }

    func commit(_ batch: PersistenceBatch) async throws {
        let before = last.withLock { last in
            let before = last
            last = batch
            return before
        }
        if fault == .refusesRepetition, before == batch { throw CancellationError() }
        var batch = batch
        switch fault {
        case .ignoresRemovals: batch.removed = []
        case .keepsFirstState:
            let present = Set(inner.entries.map(\.key))
            batch.entries.removeAll { present.contains($0.key) }
        case .composesKeys:
            for place in batch.entries.indices where batch.entries[place].key == "\u{e9}" {
                batch.entries[place].key = "\u{e9}"
            }
        case .rewritesText:
            for place in batch.entries.indices {
                guard let json = try? JSONValue(parsing: batch.entries[place].json) else {
                    continue
                }
                batch.entries[place].json = try json.text()
            }
        default: break
        }
        try await inner.commit(batch)
    }
}
