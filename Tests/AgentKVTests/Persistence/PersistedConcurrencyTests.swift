import AgentKVTesting
import Testing

@testable import AgentKV

/// Many tasks on one store, and what has to hold in every batch that is written.
@Suite("A store that is written down under many tasks", .timeLimit(.minutes(10)))
struct PersistedConcurrencyTests {
    private let tasks = 8
    private let rounds = 60

    @Test(arguments: [PersistenceMode.writeBehind, .writeThrough])
    func `transfers between accounts keep the sum in every batch`(
        mode: PersistenceMode
    ) async throws {
        let persisted = try await PersistedStore(mode, pacing: PersistencePacing(gathering: .zero))
        let store = persisted.store
        // More accounts than one step copies, so that writers come between the steps.
        let accounts = (0..<600).map { "account \($0)" }
        try await store.mset(
            Dictionary(uniqueKeysWithValues: accounts.map { ($0, 1_000) })
        )
        try await run { task, round in
            let amount = 1 + (task * 7 + round) % 50
            for step in 0..<20 {
                let from = accounts[(task * 131 + round * 17 + step * 29) % 600]
                let to = accounts[(task * 37 + round * 101 + step * 13 + 1) % 600]
                do {
                    try await store.transaction { tx in
                        try tx.set(from, to: tx.get(from, default: 0) - amount)
                        try tx.set(to, to: tx.get(to, default: 0) + amount)
                        if step % 5 == 4 { throw CancellationError() }
                    }
                } catch is CancellationError {}
                if mode == .writeThrough { return }
            }
        }
        try await store.flush()
        var balances: [String: Int] = [:]
        for batch in persisted.adapter.batches {
            #expect(batch.removed == [])
            for entry in batch.entries { balances[entry.key] = Int(entry.json) }
            #expect(balances.values.reduce(0, +) == 600_000)
        }
        #expect(persisted.adapter.batches.count > 1)
        #expect(try await store.getMany(accounts, as: Int.self) == balances)
    }

    @Test func `keys that are set and removed together are in every batch, or in none`()
        async throws
    {
        let persisted = try await PersistedStore(pacing: PersistencePacing(gathering: .zero))
        let store = persisted.store
        try await run { task, round in
            for pair in 0..<40 {
                let number = (task * 13 + round * 7 + pair) % 400
                try await store.transaction { tx in
                    if try tx.delete("left \(number)") {
                        try tx.delete("right \(number)")
                    } else {
                        try tx.set("left \(number)", to: round)
                        try tx.set("right \(number)", to: round)
                    }
                }
            }
        }
        try await store.flush()
        var written: [String: String] = [:]
        for batch in persisted.adapter.batches {
            for id in batch.removed { written[id.key] = nil }
            for entry in batch.entries { written[entry.key] = entry.json }
            for (key, json) in written where key.hasPrefix("left") {
                #expect(written["right \(key.dropFirst(5))"] == json)
            }
            #expect(written.count.isMultiple(of: 2))
        }
        #expect(try await Set(store.keys(limit: .max)) == Set(written.keys))
        #expect(store.brokenInvariants() == [])
    }

    @Test func `revisions grow from batch to batch, for each key`() async throws {
        let persisted = try await PersistedStore(pacing: PersistencePacing(gathering: .zero))
        let store = persisted.store
        try await run { task, round in
            try await store.set("key \((task + round) % 10)", to: round)
            try await store.listAppend("list", items: [.integer(Int64(round))])
        }
        try await store.flush()
        var latest: [String: Revision] = [:]
        var highest = Revision(rawValue: 0)
        for batch in persisted.adapter.batches {
            #expect(Set(batch.entries.map(\.key)).count == batch.entries.count)
            for entry in batch.entries {
                #expect(entry.revision > latest[entry.key] ?? Revision(rawValue: 0))
                #expect(entry.revision > highest || latest[entry.key] == nil)
                #expect(entry.revision <= batch.revision)
                latest[entry.key] = entry.revision
            }
            highest = batch.revision
        }
    }

    @Test func `writes through an adapter that fails now and then are all there in the end`()
        async throws
    {
        let persisted = try await PersistedStore(.writeThrough)
        let (store, adapter) = (persisted.store, persisted.adapter)
        try await run { task, round in
            if task == 0, round.isMultiple(of: 5) {
                adapter.failCommits(1, round.isMultiple(of: 2) ? .beforeCommit : .afterCommit)
            }
            do {
                try await store.set("\(task) \(round)", to: round)
                guard round.isMultiple(of: 10) else { return }
                #expect(persisted.memory.entries.contains { $0.key == "\(task) \(round)" })
            } catch StoreError.notYetDurable(let key, _) {
                #expect(key == "\(task) \(round)")
            }
        }
        adapter.recover()
        try await store.flush()
        #expect(persisted.memory.entries.count == tasks * rounds)
        let second = try await persisted.reopened()
        #expect(await second.count() == tasks * rounds)
    }

    private func run(_ body: @escaping @Sendable (Int, Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup { group in
            for task in 0..<tasks {
                group.addTask {
                    for round in 0..<rounds {
                        try await body(task, round)
                        await Task.yield()
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
