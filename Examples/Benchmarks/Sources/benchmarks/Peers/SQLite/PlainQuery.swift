import AgentKV
import AgentKVSQLite

/// A query for assignments in SQL by hand, on the file of a store of AgentKV.
///
/// Of the forms that give the same rows and total this was the fastest with SQLite 3.40: one scan,
/// which takes from each row what ordering it needs, and the twenty rows by their number afterwards.
/// Two statements, for the rows and for the total, take 1.6 times as long, and a total over a window
/// 1.4 times. To walk the index of the primary key costs from a fifth more to three times as much:
/// the rows lie in the order in which they were inserted.
///
/// It knows that a score is always a number and that nothing has a lifetime.
///
/// `@unchecked Sendable`: one task at a time uses it.
final class PlainQuery: @unchecked Sendable {
    struct Found: Equatable {
        var keys: [String] = []
        var total = 0
    }

    private let connection: PlainConnection
    private let query: PlainStatement

    init<Value>(on peer: DurableStore<Value>) {
        connection = PlainConnection(peer.path, in: peer.folder)
        query = connection.prepare(
            """
            WITH matching AS MATERIALIZED (
                SELECT rowid AS number, key, json_extract(value, '$.score') AS score
                FROM kv_store NOT INDEXED
                WHERE instance_id = ?1 AND namespace = ?2
                    AND json_extract(value, '$.status') = ?3 AND json_extract(value, '$.score') > ?4
            )
            SELECT kv_store.id, kv_store.key, value, created_at, updated_at,
                (SELECT count(*) FROM matching)
            FROM (SELECT * FROM matching ORDER BY score DESC, key LIMIT 20) AS first
            JOIN kv_store ON kv_store.rowid = first.number
            ORDER BY first.score DESC, first.key
            """
        )
        query.bindCopy(peer.store.instanceID, at: 1)
        query.bindCopy(peer.store.namespace, at: 2)
    }

    /// The first twenty of that status above that score, the highest score first.
    func find(status: String, above score: Int64) throws -> Found {
        query.bindCopy(status, at: 3)
        query.bind(score, at: 4)
        var found = Found()
        while query.step() {
            found.keys.append(String(decoding: query.text(1), as: UTF8.self))
            found.total = Int(query.integer(5))
            blackHole(String(decoding: query.text(0), as: UTF8.self))
            blackHole(try JSONValue(parsing: query.text(2)))
            blackHole(query.integer(3) + query.integer(4))
        }
        query.reset()
        return found
    }
}
