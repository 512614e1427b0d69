internal import AgentKV

extension Connection {
    /// Throws unless the table that others have made for records can be brought forward from the last
    /// step that it has been through.
    func checkRecordsTable(at last: Int64) throws {
        let columns = try rows("SELECT name, pk FROM pragma_table_info('kv_store')") {
            (name: $0.text(0), keyPlace: $0.integer(1))
        }
        let names = columns.map { $0.name.lowercased() }
        let key = columns.filter { $0.keyPlace > 0 }.sorted { $0.keyPlace < $1.keyPlace }
        var problem: String?
        if let missing = Self.seedColumns.first(where: { !names.contains($0) }) {
            problem = "has no column \(missing)"
        } else if key.map({ $0.name.lowercased() }) != Array(Self.seedColumns.prefix(3)) {
            problem = "has not the primary key (instance_id, namespace, key)"
        } else if last < 3, let own = Self.ownColumns.first(where: names.contains) {
            problem = "has a column \(own) of its own"
        }
        guard let problem else { return }
        throw StoreError.storage(
            .cannotOpen,
            reason: "its table kv_store is not that of a key-value store: it \(problem)"
        )
    }

    /// The five columns of Codebolt's `kvStore`, the primary key first.
    private static let seedColumns = ["instance_id", "namespace", "key", "value", "updated_at"]

    /// The columns that the third step adds.
    private static let ownColumns = [
        "id", "created_at", "expires_at", "metadata", "revision", "created_by", "updated_by",
    ]
}
