import AgentKV

/// Appends to a list, and now and then takes what is in it.
struct ListWork: NumberedWork {
    private static let longest = 64

    func write(_ number: Int, to store: any KeyValueStore, at key: String) async throws {
        if number % Self.longest == 0 {
            try await store.transaction { tx in
                _ = try tx.listPopAll(key)
                try tx.set("\(key):taken", to: number - 1)
            }
        }
        try await store.listAppend(key, items: [.integer(Int64(number))], ttl: nil)
    }

    func lastNumber(
        in store: any KeyValueStore,
        at key: String,
        acknowledged: Int
    ) async throws -> Int {
        let items = try await store.get(key, as: [Int].self) ?? []
        let taken = try await store.get("\(key):taken", default: 0)
        try require(
            items == Array(taken + 1..<taken + 1 + items.count),
            "behind \(taken) the list holds \(items)"
        )
        return taken + items.count
    }
}

/// Sets new keys and deletes old ones.
struct TurnoverWork: NumberedWork {
    func write(_ number: Int, to store: any KeyValueStore, at key: String) async throws {
        try await store.set("\(key):\(number)", to: number, ttl: .seconds(86_400))
        // Among them what a process that was killed had still to delete.
        for old in try await numbers(in: store, at: key) where old < number - 1 {
            try await store.delete("\(key):\(old)")
        }
    }

    func lastNumber(
        in store: any KeyValueStore,
        at key: String,
        acknowledged: Int
    ) async throws -> Int {
        let numbers = try await numbers(in: store, at: key)
        let last = numbers.max() ?? 0
        let expected = Set([last - 1, last].filter { $0 > 0 })
        try require(
            last > acknowledged ? numbers.isSuperset(of: expected) : numbers == expected,
            "after \(last), of which \(acknowledged) was acknowledged, there are \(numbers.sorted())"
        )
        return last
    }

    private func numbers(in store: any KeyValueStore, at key: String) async throws -> Set<Int> {
        let keys = try await store.keys(prefix: "\(key):")
        return Set(keys.compactMap { Int($0.dropFirst(key.count + 1)) })
    }
}
