import AgentKV
import AgentKVSQLite
import GRDB

/// A file of a store of AgentKV, and a key that it holds.
struct OpenedFile: Sendable {
    let path: String
    let folder: TemporaryFolder
    let key: String
    let instanceID: String
    let namespace: String
}

extension Competitor {
    /// From the path of a file with records to the first value out of it.
    ///
    /// All read the file that our store has written, and which it has open, so that none has to
    /// recover what is in the log.
    static func opening(
        _ job: Job,
        _ open: @escaping @Sendable (OpenedFile) async throws -> String?
    ) async throws -> Contender.Round {
        let work = Workload(job)
        let peer = try await DurableStore(holding: work)
        let file = OpenedFile(
            path: peer.path,
            folder: peer.folder,
            key: work.keys[0],
            instanceID: peer.store.instanceID,
            namespace: peer.store.namespace
        )
        return {
            let times = 10
            return try await nanoseconds(per: times) {
                for _ in 0..<times {
                    let found = try await open(file)
                    precondition(found != nil, "the key is not in the file")
                }
                withExtendedLifetime(peer) {}
            }
        }
    }

    static func openingOurs(_ file: OpenedFile) async throws -> String? {
        let database = try await SQLiteDatabase(path: file.path)
        let store = try await database.store(instance: "benchmarks")
        let found = try await store.get(file.key, as: String.self)
        await database.close()
        return found
    }

    static func openingByHand(_ file: OpenedFile) -> String? {
        let connection = PlainConnection(file.path, in: file.folder)
        let selection = connection.prepare(SQLiteTable.selection)
        for (index, text) in [file.instanceID, file.namespace, file.key].enumerated() {
            selection.bindCopy(text, at: Int32(index + 1))
        }
        guard selection.step() else { return nil }
        let text = selection.text(0)
        return try? JSONValue(parsing: text).decoded(as: String.self)
    }

    static func openingByGRDB(_ file: OpenedFile) async throws -> String? {
        let pool = try DatabasePool(path: file.path)
        let text = try await pool.read { database in
            try String.fetchOne(
                database,
                sql: SQLiteTable.selection,
                arguments: [file.instanceID, file.namespace, file.key]
            )
        }
        try pool.close()
        return try text.map { try JSONValue(parsing: $0).decoded(as: String.self) }
    }
}
