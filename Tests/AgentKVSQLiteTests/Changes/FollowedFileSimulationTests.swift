import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

/// Writers of one file at random, each with followers, who have what it wrote and what is left of it.
@Suite struct FollowedFileSimulationTests {
    @Test(arguments: FuzzSeeds.usual(20), [1, 2])
    func `followers have what is live of what their process wrote`(
        seed: UInt64,
        processes: Int
    ) async throws {
        var run = try await FollowedFile(processes: processes, seed: seed)
        for _ in 0..<300 { try await run.step() }
        try await run.finish()
    }
}

/// Databases on a file, and what is in it.
private struct FollowedFile {
    private struct Item {
        let writer: Int
        /// When it ends; nil for never.
        var end: Duration?
    }

    private let file = TemporaryFile()
    private let clock = ManualClock()
    private var random: SplitMix64
    private var stores: [SQLiteStore] = []
    private var followers: [(changes: StoreChanges, events: DatabaseEvents)] = []
    private var items: [String: Item] = [:]
    /// What each process has written that was live after its purges.
    private var expected: [[Set<String>]]
    /// How many lifetimes ended that each process gave, by key, and how many in all.
    private var ends: [[String: Int]]

    init(processes: Int, seed: UInt64) async throws {
        random = SplitMix64(seed: seed)
        expected = Array(repeating: [], count: processes)
        ends = Array(repeating: [:], count: processes)
        for _ in 0..<processes {
            var configuration = SQLiteDatabase.Configuration.at(clock)
            configuration.synchronous = .normal
            let database = try await SQLiteDatabase(path: file.path, configuration: configuration)
            let store = try await database.store(instance: "a")
            stores.append(store)
            followers.append((store.changes(buffer: 10_000), database.events(capacity: 10_000)))
        }
    }

    mutating func step() async throws {
        let process = Int.random(in: 0..<stores.count, using: &random)
        let store = stores[process]
        let key = "k\(Int.random(in: 0..<6, using: &random))"
        let ttl = Duration.seconds(Int.random(in: 1...6, using: &random))
        // What another has live is not told here, whatever happens to it.
        let isOurs = items[key].map { $0.writer == process } ?? true
        switch Int.random(in: 0..<12, using: &random) {
        case 0...2: pass(.seconds(Int.random(in: 1...3, using: &random)))
        case 3: try await store.purgeExpired(limit: Int.random(in: 0...2, using: &random))
        case 4: try await purge(process)
        case 5 where items.values.allSatisfy { $0.writer == process }:
            try await store.database.deleteNamespace("default", instance: "a")
            items = [:]
        case 6 where isOurs && items[key] != nil:
            try await store.expire(key, ttl: ttl)
            items[key]?.end = clock.now.offset + ttl
        case 7 where isOurs && items[key] != nil:
            try await store.persist(key)
            items[key]?.end = nil
        case 8 where isOurs:
            _ = try? await store.transaction { tx in
                try tx.set(key, to: 1, ttl: ttl)
                throw CancellationError()
            }
        case 9 where isOurs:
            try await store.delete(key)
            items[key] = nil
        case 10 where isOurs:
            try await store.increment(key)
            items[key] = Item(writer: process, end: items[key]?.end)
        case _ where isOurs:
            try await store.set(key, to: 1, ttl: ttl)
            items[key] = Item(writer: process, end: clock.now.offset + ttl)
        default: break
        }
    }

    mutating func finish() async throws {
        pass(.seconds(60))
        for process in stores.indices { try await purge(process) }
        for store in stores { await store.database.close() }
        for (process, follower) in followers.enumerated() {
            let changes = await follower.changes.untilClosed
            #expect(changes.haveRisingRevisions)
            #expect(replay(changes, process) == expected[process])
            #expect(replay(await follower.events.all, process) == expected[process])
            let told = Dictionary(grouping: changes.filter { $0.kind == .expired }, by: \.key)
            for key in Set(told.keys).union(ends[process].keys) {
                let count = told[key]?.count ?? 0
                #expect(count >= ends[process][key] ?? 0, "\(key) of \(process)")
                #expect(count <= ends.reduce(0) { $0 + ($1[key] ?? 0) }, "\(key) of \(process)")
            }
        }
    }

    private mutating func pass(_ duration: Duration) {
        clock.advance(by: duration)
        for (key, item) in items {
            guard let end = item.end, end <= clock.now.offset else { continue }
            ends[item.writer][key, default: 0] += 1
            items[key] = nil
        }
    }

    /// Frees what has ended, and leaves a mark.
    private mutating func purge(_ process: Int) async throws {
        try await stores[process].purgeExpired()
        let live = items.filter { $0.value.writer == process }
        expected[process].append(Set(live.keys))
        try await stores[process].set("mark\(process)", to: 0)
        items["mark\(process)"] = Item(writer: process, end: nil)
    }

    /// The keys that a follower has at each mark, that of the last one aside.
    private func replay(_ changes: [StoreChange], _ process: Int) -> [Set<String>] {
        marked(changes.map { ($0.key, $0.kind == .set) }, process)
    }

    private func replay(_ events: [DatabaseEvent], _ process: Int) -> [Set<String>] {
        marked(
            events.map { event in
                switch event.kind {
                case .recordSet(_, _, let key, _): (key, true)
                case .recordDeleted(_, _, let key): (key, false)
                default: (nil, false)
                }
            },
            process
        )
    }

    /// No key stands for all.
    private func marked(_ steps: [(key: String?, isSet: Bool)], _ process: Int) -> [Set<String>] {
        var (keys, marks): (Set<String>, [Set<String>]) = ([], [])
        for (key, isSet) in steps {
            guard let key else {
                keys = []
                continue
            }
            if key == "mark\(process)", isSet { marks.append(keys) }
            if isSet { keys.insert(key) } else { keys.remove(key) }
        }
        return marks
    }
}
