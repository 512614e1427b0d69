import Synchronization

/// A dictionary under a lock, called synchronously: the floor of what a shared store can cost.
final class MutexDictionary<Value: Sendable>: SynchronousPeer {
    static var name: String { "Mutex<[String: \(Value.self)]>" }

    private let values = Mutex<[String: Value]>([:])

    func get(_ key: String) -> Value? {
        values.withLock { $0[key] }
    }

    func set(_ key: String, to value: Value) {
        values.withLock { $0[key] = value }
    }

    func get(_ keys: [String]) -> [Value?] {
        values.withLock { values in keys.map { values[$0] } }
    }

    func set(_ new: [String: Value]) {
        values.withLock { values in
            for (key, value) in new {
                values[key] = value
            }
        }
    }

    /// Several steps in one.
    func withValues<Result>(_ body: (inout [String: Value]) -> Result) -> Result {
        values.withLock { body(&$0) }
    }
}
