import AgentKV
import AgentKVSQLite
import AgentKVTesting

/// Writes keys of its own, deletes some, and finds each as it was left.
struct RecordLoad: SoakLoad {
    let title: String
    private let store: any KeyValueStore
    private let calls: Int
    /// Closes the store, and returns what is there after that.
    private let reopen: @Sendable () async throws -> any KeyValueStore
    private var values: [Int: Int] = [:]
    private var number = 0
    private static let places = 500

    init(
        _ title: String,
        _ store: any KeyValueStore,
        calls: Int,
        reopen: @escaping @Sendable () async throws -> any KeyValueStore
    ) {
        (self.title, self.store, self.calls, self.reopen) = (title, store, calls, reopen)
    }

    mutating func burst(_ random: inout SplitMix64) async throws -> Int {
        for _ in 0..<calls {
            let place = Int.random(in: 0..<Self.places, using: &random)
            let key = "record:\(place)"
            let found = try await store.get(key, as: [Int].self)?.first
            try require(found == values[place], "\(key) is not \(values[place] as Any)")
            if Int.random(in: 0..<5, using: &random) == 0 {
                try await store.delete(key)
                values[place] = nil
            } else {
                number += 1
                try await store.set(key, to: Array(repeating: number, count: number % 100 + 1))
                values[place] = number
            }
        }
        return calls * 2
    }

    mutating func finish() async throws {
        let store = try await reopen()
        for place in 0..<Self.places {
            let found = try await store.get("record:\(place)", as: [Int].self)?.first
            try require(found == values[place], "record \(place) is not \(values[place] as Any)")
        }
    }
}
