import AgentKV
import AgentKVTesting

/// Several tasks count in transactions, batches and increments: every count is there.
struct CounterLoad: SoakLoad {
    let title = "counters in memory"
    private let store: TransientStore
    private var counts = Array(repeating: 0, count: 64)

    init(_ store: TransientStore) {
        self.store = store
    }

    mutating func burst(_ random: inout SplitMix64) async throws -> Int {
        let store = store
        let amounts = (0..<4).map { _ in
            (0..<20).map { _ in Int.random(in: 0..<64, using: &random) }
        }
        try await withThrowingTaskGroup { group in
            for (task, places) in amounts.enumerated() {
                group.addTask {
                    for place in places {
                        let key = "count:\(place)"
                        switch task {
                        case 0: try await store.transaction { tx in _ = try tx.increment(key) }
                        case 1: try await store.update(key, as: Int.self) { $0 = ($0 ?? 0) + 1 }
                        default: try await store.increment(key)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        for place in amounts.joined() { counts[place] += 1 }
        return 80
    }

    mutating func finish() async throws {
        let found = try await store.mget(counts.indices.map { "count:\($0)" }, as: Int.self)
        try require(found.map { $0 ?? 0 } == counts, "counted \(counts), found \(found)")
    }
}
