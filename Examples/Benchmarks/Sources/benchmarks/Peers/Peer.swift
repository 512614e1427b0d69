/// A system that keeps values under text keys, as the subjects drive it.
///
/// A peer is called through its public interface, as its users would. To add one, write a file
/// like those beside this one and name the peer in the subjects that it should take part in.
protocol Peer<Value>: Sendable {
    associatedtype Value: Sendable

    /// The name in the tables.
    static var name: String { get }

    init() async throws
    func get(_ key: String) async throws -> Value?
    func set(_ key: String, to value: Value) async throws

    // The loops that are timed. A peer has them from the extensions in `Peer+Loops.swift`.
    func reads(_ work: Workload<Value>) async throws
    func writes(_ work: Workload<Value>) async throws
    func readsAndWrites(_ work: Workload<Value>) async throws
}

/// A peer whose calls need no `await`.
protocol SynchronousPeer<Value>: Peer {
    func get(_ key: String) -> Value?
    func set(_ key: String, to value: Value)
}

/// A peer whose entries can have a lifetime.
protocol TimedPeer<Value>: Peer {
    func set(_ key: String, to value: Value, ttl: Duration) async throws
}
