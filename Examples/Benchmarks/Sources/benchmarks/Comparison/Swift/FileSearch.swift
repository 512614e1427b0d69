import AgentKV
import AgentKVSQLite

/// The latest twenty of the active assignments with a score above 50.
extension Competitor {
    static func search(_ job: Job) async throws -> Contender.Round {
        let peer = try await DurableStore(holding: Workload.assignments(job.entries))
        let query = Query(instance: peer.store.instanceID, namespace: peer.store.namespace)
            .where(.value("status") == "active")
            .where(.value("score") > 50)
            .order(by: .updatedAt, .descending)
            .limit(20)
        return {
            try await nanoseconds(per: 1) {
                let found = try await peer.store.database.query(query)
                precondition(found.records.count == 20)
            }
        }
    }

    static func plainSearch(_ job: Job) async throws -> Contender.Round {
        let peer = try await DurableStore(holding: Workload.assignments(job.entries))
        let search = PlainSearch(on: peer)
        return {
            try await nanoseconds(per: 1) {
                let found = try search.run()
                precondition(found.count == 20)
            }
        }
    }
}

/// The same in SQL by hand, on the file of a store of AgentKV, without the number of all.
///
/// `@unchecked Sendable`: one task at a time uses it.
private final class PlainSearch: @unchecked Sendable {
    private let connection: PlainConnection
    private let query: PlainStatement

    init<Value>(on peer: DurableStore<Value>) {
        connection = PlainConnection(peer.path, in: peer.folder)
        query = connection.prepare(
            """
            SELECT key, value FROM kv_store NOT INDEXED
            WHERE instance_id = ?1 AND namespace = ?2
                AND json_extract(value, '$.status') = 'active'
                AND json_extract(value, '$.score') > 50
            ORDER BY updated_at DESC, key LIMIT 20
            """
        )
        query.bindCopy(peer.store.instanceID, at: 1)
        query.bindCopy(peer.store.namespace, at: 2)
    }

    func run() throws -> [JSONValue] {
        var found: [JSONValue] = []
        while query.step() { found.append(try JSONValue(parsing: query.text(1))) }
        query.reset()
        return found
    }
}
