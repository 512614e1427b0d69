import Hummingbird

/// Hummingbird's in-memory driver for data that outlives a request.
struct HummingbirdMemory<Value: Codable & Sendable>: TimedPeer {
    static var name: String { "MemoryPersistDriver" }

    private let driver = MemoryPersistDriver()

    func get(_ key: String) async throws -> Value? {
        try await driver.get(key: key, as: Value.self)
    }

    func set(_ key: String, to value: Value) async throws {
        try await driver.set(key: key, value: value)
    }

    func set(_ key: String, to value: Value, ttl: Duration) async throws {
        try await driver.set(key: key, value: value, expires: ttl)
    }
}
