import AgentKV
import AgentKVTesting

/// Uses a store with a bound: it never holds more, and what it holds is right.
struct CacheLoad: SoakLoad {
    let title = "cache with a bound"
    private static let bound = 5_000
    private let store: TransientStore

    init() throws {
        store = try TransientStore(bounds: .entries(Self.bound))
    }

    mutating func burst(_ random: inout SplitMix64) async throws -> Int {
        for _ in 0..<100 {
            // The product prefers small numbers, as caches see them.
            let number =
                Int.random(in: 0..<200, using: &random) * Int.random(in: 0..<200, using: &random)
            let value = try await store.value(for: "page:\(number)", ttl: .seconds(20)) {
                "content of \(number)"
            }
            try require(value == "content of \(number)", "page \(number) is \(value)")
        }
        let count = await store.count()
        try require(count <= Self.bound, "\(count) entries are more than \(Self.bound)")
        return 100
    }

    mutating func finish() async throws {
        let statistics = await store.statistics()
        try require(statistics.hits > 0, "no page was found")
        try await store.close()
    }
}
