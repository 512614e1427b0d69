import AgentKV

/// Sets several keys at once, which are the same ever after.
struct BatchWork: NumberedWork {
    private func keys(_ key: String) -> [String] { (0..<8).map { "\(key):\($0)" } }

    func write(_ number: Int, to store: any KeyValueStore, at key: String) async throws {
        let values = keys(key).map { ($0, JSONValue.integer(Int64(number))) }
        try await store.mset(Dictionary(uniqueKeysWithValues: values))
    }

    func lastNumber(
        in store: any KeyValueStore,
        at key: String,
        acknowledged: Int
    ) async throws -> Int {
        let numbers = try await store.mget(keys(key), as: Int.self)
        try require(Set(numbers).count == 1, "a batch is there in part: \(numbers)")
        return (numbers.first ?? nil) ?? 0
    }
}

/// Moves amounts between accounts, whose sum stays, and writes down the number of the transfer.
struct TransferWork: NumberedWork {
    private static let accounts = 4

    func write(_ number: Int, to store: any KeyValueStore, at key: String) async throws {
        try await store.transaction { tx in
            let (from, to) = (number % Self.accounts, (number + 1) % Self.accounts)
            try tx.increment("\(key):account:\(from)", by: -number)
            try tx.increment("\(key):account:\(to)", by: number)
            try tx.set("\(key):number", to: number)
        }
    }

    func lastNumber(
        in store: any KeyValueStore,
        at key: String,
        acknowledged: Int
    ) async throws -> Int {
        let names = (0..<Self.accounts).map { "\(key):account:\($0)" } + ["\(key):number"]
        let values = try await store.mget(names, as: Int.self).map { $0 ?? 0 }
        let number = values[Self.accounts]
        var expected = Array(repeating: 0, count: Self.accounts)
        for transfer in stride(from: 1, through: number, by: 1) {
            expected[transfer % Self.accounts] -= transfer
            expected[(transfer + 1) % Self.accounts] += transfer
        }
        try require(
            Array(values.dropLast()) == expected,
            "after transfer \(number) the accounts are \(values.dropLast()), not \(expected)"
        )
        return number
    }
}
