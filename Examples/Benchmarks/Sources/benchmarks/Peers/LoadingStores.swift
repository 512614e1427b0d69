import AgentKV

/// A value that was set was not there when it was read.
private struct Gone: Error {
    let key: String
}

/// AgentKV's store in memory, whose values are asked for with a load, which no read here needs.
struct Loading<Value: Codable & Sendable>: Peer {
    static var name: String { "value(for:)" }

    private let store = TransientStore()

    func get(_ key: String) async throws -> Value? {
        // What it captures has to be kept for the load, as that of most loads has.
        try await store.value(for: key, ttl: anHour) { () -> Value in
            throw Gone(key: key)
        }
    }

    func set(_ key: String, to value: Value) async throws {
        try await store.set(key, to: value)
    }
}

/// The same, with the time for which it may be stale.
struct LoadingStale<Value: Codable & Sendable>: Peer {
    static var name: String { "value(for:), staleFor" }

    private let store = TransientStore()

    func get(_ key: String) async throws -> Value? {
        let options = LoadOptions(ttl: anHour, staleFor: .seconds(60), jitter: 0.1)
        return try await store.value(for: key, options: options) { () -> Value in
            throw Gone(key: key)
        }
    }

    func set(_ key: String, to value: Value) async throws {
        try await store.set(key, to: value, ttl: anHour)
    }
}

/// A scope of AgentKV's store in memory.
struct Scoped<Value: Codable & Sendable>: Peer {
    static var name: String { "ScopedStore" }

    private let store = TransientStore().scoped(to: "run:42")

    func get(_ key: String) async throws -> Value? {
        try await store.get(key, as: Value.self)
    }

    func set(_ key: String, to value: Value) async throws {
        try await store.set(key, to: value)
    }
}
