/// When reading the table as it lies is faster than finding records by the primary key.
///
/// The primary key leads to the records in the order of their keys, which may be anywhere in the file.
extension Connection {
    /// How many records a query looks at, at least, before the table is read as it lies.
    private static var manyRecords: Int64 { 20_000 }

    /// Whether a query looks at so many records, and so large a part of all, that the table had
    /// better be read as it lies.
    ///
    /// Only where the records themselves have to be read, and no key narrows them down.
    ///
    /// - Complexity: O(*n*) in that number of index entries, which is less than the query takes.
    func scansFor(_ query: Query, instanceID: String) throws -> Bool {
        guard query.readsRecords, !query.filters.contains(where: { $0.field == .key }) else {
            return false
        }
        let last = try rows("SELECT max(rowid) FROM kv_store") { $0.integer(0) }.first ?? 0
        let many = max(Self.manyRecords, last / 8)
        let sql: String
        var parameters = [SQLValue.integer(many), .text(instanceID)]
        if let namespace = query.namespace {
            parameters.append(.text(namespace))
            sql = """
                SELECT 1 FROM kv_store WHERE instance_id = ?2 AND namespace = ?3
                LIMIT 1 OFFSET ?1
                """
        } else {
            sql = "SELECT 1 FROM kv_store WHERE instance_id = ?2 LIMIT 1 OFFSET ?1"
        }
        return try !rows(sql, parameters) { $0.integer(0) }.isEmpty
    }
}

extension Query {
    /// Whether a condition or the order is of more than namespace and key.
    fileprivate var readsRecords: Bool {
        (filters.map(\.field) + orders.map(\.field)).contains { $0 != .key && $0 != .namespace }
    }
}
