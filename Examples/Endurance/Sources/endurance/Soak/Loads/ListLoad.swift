import AgentKV
import AgentKVTesting

/// Appends to lists and takes them: every item is taken once, in order.
struct ListLoad: SoakLoad {
    let title = "lists in memory"
    private let store: TransientStore
    private var appended = Array(repeating: 0, count: 8)
    private var taken = Array(repeating: 0, count: 8)

    init(_ store: TransientStore) {
        self.store = store
    }

    mutating func burst(_ random: inout SplitMix64) async throws -> Int {
        for _ in 0..<50 {
            let list = Int.random(in: 0..<8, using: &random)
            appended[list] += 1
            let item: JSONValue = ["id": .integer(Int64(appended[list]))]
            // The second time it is there already.
            for _ in 0..<2 {
                _ = try await store.listAppendUnique("list:\(list)", items: [item], ttl: nil)
            }
        }
        try await take(Int.random(in: 0..<8, using: &random))
        return 101
    }

    private mutating func take(_ list: Int) async throws {
        for item in try await store.listPopAll("list:\(list)", as: [String: Int].self) {
            taken[list] += 1
            try require(item["id"] == taken[list], "after \(taken[list] - 1) came \(item)")
        }
    }

    mutating func finish() async throws {
        for list in 0..<8 { try await take(list) }
        try require(taken == appended, "appended \(appended), taken \(taken)")
    }
}
