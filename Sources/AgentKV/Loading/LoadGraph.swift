import Synchronization

/// Which loads wait for which, in all stores, so that none comes to wait for itself.
///
/// Only a load within a load waits for one. A task that a load begins without waiting for it counts
/// as part of the load while that is under way: there is no telling them apart.
struct LoadGraph {
    private typealias Node = ObjectIdentifier

    /// How many tasks of a load wait for each of the others.
    private var awaited: [Node: [Node: Int]] = [:]

    private static let shared = Lock(LoadGraph())

    /// Runs `wait`, which waits for a load.
    ///
    /// - Throws: ``StoreError/loadCycle(key:reason:)`` if that load waits for the one which the
    ///   calling task is part of; what `wait` throws.
    static func whileWaiting<R>(
        for load: Load,
        key: String,
        _ wait: () async throws -> R
    ) async throws -> R {
        guard let current = Load.current else { return try await wait() }
        let isAdded = try shared.withLock { graph throws(StoreError) in
            if current.isDone.load(ordering: .relaxed) { return false }
            if graph.leads(from: Node(load), to: Node(current)) {
                throw .loadCycle(
                    key: key,
                    reason: current === load
                        ? "its load asks for its own result"
                        : "its load waits for a load that asks for it"
                )
            }
            graph.awaited[Node(current), default: [:]][Node(load), default: 0] += 1
            return true
        }
        defer {
            if isAdded { shared.withLock { $0.remove(from: Node(current), to: Node(load)) } }
        }
        return try await wait()
    }

    /// Notes that a load has ended: it waits for nothing any more.
    static func end(_ load: Load) {
        shared.withLock { graph in
            load.isDone.store(true, ordering: .relaxed)
            graph.awaited[Node(load)] = nil
        }
    }

    private func leads(from start: Node, to end: Node) -> Bool {
        var seen: Set<Node> = []
        var open = [start]
        while let node = open.popLast() {
            if node == end { return true }
            guard seen.insert(node).inserted, let next = awaited[node] else { continue }
            open += next.keys
        }
        return false
    }

    private mutating func remove(from start: Node, to end: Node) {
        guard let count = awaited[start]?[end] else { return }
        awaited[start]?[end] = count > 1 ? count - 1 : nil
        if awaited[start]?.isEmpty == true { awaited[start] = nil }
    }
}
