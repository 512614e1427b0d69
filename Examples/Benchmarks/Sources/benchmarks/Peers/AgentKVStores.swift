import AgentKV

/// AgentKV's store in memory.
struct Transient<Value: Codable & Sendable>: TimedPeer {
    static var name: String { "TransientStore" }

    let store = TransientStore()

    func get(_ key: String) async throws -> Value? {
        try await store.get(key, as: Value.self)
    }

    func set(_ key: String, to value: Value) async throws {
        try await store.set(key, to: value)
    }

    func set(_ key: String, to value: Value, ttl: Duration) async throws {
        try await store.set(key, to: value, ttl: ttl)
    }
}

/// The same store, seen only as some `KeyValueStore`.
struct AnyTransient<Value: Codable & Sendable>: TimedPeer {
    static var name: String { "any KeyValueStore" }

    private let store: any KeyValueStore = TransientStore()

    func get(_ key: String) async throws -> Value? {
        try await store.get(key, as: Value.self)
    }

    func set(_ key: String, to value: Value) async throws {
        try await store.set(key, to: value)
    }

    func set(_ key: String, to value: Value, ttl: Duration) async throws {
        try await store.set(key, to: value, ttl: ttl)
    }
}

/// AgentKV's store in memory with a bound that is not reached.
struct BoundedTransient<Value: Codable & Sendable>: TimedPeer {
    static var name: String { "TransientStore, with a bound" }

    private let store: TransientStore

    init() async throws {
        store = try TransientStore(bounds: .entries(10_000))
    }

    func get(_ key: String) async throws -> Value? {
        try await store.get(key, as: Value.self)
    }

    func set(_ key: String, to value: Value) async throws {
        try await store.set(key, to: value)
    }

    func set(_ key: String, to value: Value, ttl: Duration) async throws {
        try await store.set(key, to: value, ttl: ttl)
    }
}
