import AgentKV

/// Sets a value that is large and small in turn.
struct ValueWork: NumberedWork {
    private struct Value: Codable, Sendable {
        var number: Int
        var filler: String

        init(_ number: Int) {
            self.number = number
            filler = String(repeating: "x", count: number * 7_919 % 6_000)
        }
    }

    func write(_ number: Int, to store: any KeyValueStore, at key: String) async throws {
        try await store.set(key, to: Value(number))
    }

    func lastNumber(
        in store: any KeyValueStore,
        at key: String,
        acknowledged: Int
    ) async throws -> Int {
        guard let value = try await store.get(key, as: Value.self) else { return 0 }
        let whole = Value(value.number)
        try require(value.filler == whole.filler, "value \(value.number) is not what was set")
        return value.number
    }
}

/// Counts.
struct CountWork: NumberedWork {
    func write(_ number: Int, to store: any KeyValueStore, at key: String) async throws {
        let sum = try await store.increment(key)
        try require(sum == number, "increment \(number) returned \(sum)")
    }

    func lastNumber(
        in store: any KeyValueStore,
        at key: String,
        acknowledged: Int
    ) async throws -> Int {
        try await store.get(key, default: 0)
    }
}
