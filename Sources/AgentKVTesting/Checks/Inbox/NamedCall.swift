import AgentKV

/// A call of a store, one of several that have to keep one promise.
struct NamedCall: Sendable {
    /// What it is, or does, as a part of the promise.
    let name: String
    let call: @Sendable (any KeyValueStore) async throws -> Void

    init(_ name: String, _ call: @escaping @Sendable (any KeyValueStore) async throws -> Void) {
        self.name = name
        self.call = call
    }
}
