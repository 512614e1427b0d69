/// A peer that keeps its values in a database file: a write has returned when it is durable.
///
/// All of them use the same library and the same settings: a write-ahead log, `synchronous = full`.
protocol DurablePeer<Value>: Peer where Value: Codable {
    /// Sets all of `values` in one transaction.
    func set(_ values: [String: Value]) async throws
}

extension DurablePeer {
    /// A peer that holds all keys of `work`.
    init(holding work: Workload<Value>) async throws {
        try await self.init()
        let numbered = Array(work.keys.all.enumerated())
        for start in stride(from: 0, to: numbered.count, by: 10_000) {
            let part = numbered[start..<min(start + 10_000, numbered.count)]
            let values = part.map { number, key in (key, work[number]) }
            try await set(Dictionary(uniqueKeysWithValues: values))
        }
        let found = try await get(work.keys[0])
        precondition(found != nil, "\(Self.name) does not keep what it is given")
    }
}

/// How the database files of all peers are set up.
enum DatabaseSettings {
    static let note = """
        write-ahead log, synchronous = full, files in \(TemporaryFolder.whereabouts)
        """
}
