import AgentKV
import AgentKVTesting
import Testing

/// Processes, one after the other on one adapter, of which each may end with writes that are lost; and
/// a model that remembers every revision that anybody was told, and of which write it was.
@Suite(.timeLimit(.minutes(10)))
struct LostRevisionSimulationTests {
    private struct Model {
        /// What was written with each revision that was told.
        private var writes: [Revision: Int] = [:]
        private(set) var latest = Revision(rawValue: 0)

        mutating func tell(_ revision: Revision, of write: Int) {
            #expect(writes[revision] == nil, "\(revision) was told of another write")
            #expect(revision > latest, "\(revision) comes after \(latest)")
            writes[revision] = write
            latest = revision
        }

        func write(of revision: Revision) -> Int? { writes[revision] }
    }

    @Test(arguments: FuzzSeeds.usual(40))
    func `no revision that was told is given to another write`(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let clock = ManualClock()
        let memory = MemoryAdapter(wallClock: clock.wallClock)
        var model = Model()
        var writes = 0
        for _ in 0..<8 {
            let persisted = try await PersistedStore(
                Bool.random(using: &random) ? .writeBehind : .writeThrough,
                clock: clock,
                memory: memory,
                pacing: PersistencePacing(gathering: .zero)
            )
            let steps = Int.random(in: 0..<60, using: &random)
            for _ in 0..<steps {
                writes += 1
                try await step(writes, on: persisted, &model, &random)
            }
            // The process ends: some close, some are killed, and time may stand still.
            if Int.random(in: 0..<3, using: &random) == 0 {
                persisted.adapter.recover()
                try await persisted.store.close()
                if steps > 0 {
                    let kind = try await resumed(memory, clock, after: model.latest)
                    #expect(kind == .set)
                }
            }
            persisted.adapter.failCommits()
            clock.advance(by: .microseconds(Int.random(in: 0..<3, using: &random)))
        }
    }

    private func step(
        _ write: Int,
        on persisted: PersistedStore,
        _ model: inout Model,
        _ random: inout SplitMix64
    ) async throws {
        let (store, adapter) = (persisted.store, persisted.adapter)
        switch Int.random(in: 0..<12, using: &random) {
        case 0: adapter.failCommits(place: .beforeCommit)
        case 1: adapter.failCommits(place: .afterCommit)
        case 2: adapter.recover()
        case 3: try? await store.flush()
        default: break
        }
        let key = "k\(Int.random(in: 0..<4, using: &random))"
        let present = try await store.entry(key, as: Int.self)
        if let present, let write = model.write(of: present.revision) {
            #expect(present.value == write, "\(present.revision) stands for one write")
        }
        do {
            let expected = present?.revision
            guard
                let revision = try await store.compareAndSet(key, to: write, expecting: expected)
            else { return #expect(Bool(false), "nobody else writes") }
            model.tell(revision, of: write)
        } catch StoreError.notYetDurable {
            let entry = try #require(try await store.entry(key, as: Int.self))
            model.tell(entry.revision, of: write)
        }
    }

    /// What the next process tells somebody first who has seen everything, and goes on.
    private func resumed(
        _ memory: MemoryAdapter,
        _ clock: ManualClock,
        after revision: Revision
    ) async throws -> StoreChange.Kind? {
        let store = try await TransientStore(
            clock: clock,
            sweeps: false,
            persistence: memory,
            wallClock: clock.wallClock
        )
        var changes = store.changes(from: .after(revision)).makeAsyncIterator()
        async let first = changes.next()?.kind
        try await store.set("next", to: 1)
        try await store.delete("next")
        let kind = try await first
        try await store.close()
        return kind
    }
}

extension FailingAdapter {
    fileprivate func failCommits(place: Place) { failCommits(.max, place) }
}
