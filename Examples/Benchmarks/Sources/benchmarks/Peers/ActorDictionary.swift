/// A dictionary inside an actor: what one writes first.
actor ActorDictionary<Value: Sendable>: Peer {
    static var name: String { "actor" }

    var values: [String: Value] = [:]

    func get(_ key: String) -> Value? {
        values[key]
    }

    func set(_ key: String, to value: Value) {
        values[key] = value
    }
}
