import AgentKVSQLite

/// All keys and values of a store of AgentKV, read from its file by the C API.
///
/// `@unchecked Sendable`: one task at a time uses it.
final class PlainScan: @unchecked Sendable {
    private let connection: PlainConnection
    private let selection: PlainStatement

    init<Value>(of peer: DurableStore<Value>) {
        connection = PlainConnection(peer.path, in: peer.folder)
        selection = connection.prepare(
            "SELECT key, value FROM kv_store WHERE instance_id = ?1 AND namespace = ?2"
        )
        selection.bindCopy(peer.store.instanceID, at: 1)
        selection.bindCopy(peer.store.namespace, at: 2)
    }

    /// Reads them all, and counts them.
    func read() -> Int {
        var count = 0
        while selection.step() {
            blackHole(selection.text(0))
            blackHole(selection.text(1))
            count += 1
        }
        selection.reset()
        return count
    }
}
