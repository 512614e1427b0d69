import AgentKVSQLite

extension Subject {
    /// A query that has to look at every record, against the leanest SQL that answers it.
    static func queries(_ scale: Scale) -> Subject {
        let work = Workload.assignments(scale.entries / 10)
        return Subject(
            title: "SQLite: query of two filters and an ordering among \(work.keys.all.count)",
            note: DatabaseSettings.note,
            contenders: [
                Contender("SQL by hand") {
                    let peer = try await DurableStore(holding: work)
                    let query = PlainQuery(on: peer)
                    let expected = try await peer.find(status: "active", above: 50)
                    return {
                        let found = try query.find(status: "active", above: 50)
                        precondition(found == expected && found.total > work.keys.all.count / 10)
                        return try await nanoseconds(per: 1) {
                            blackHole(try query.find(status: "active", above: 50))
                        }
                    }
                },
                Contender("SQLiteDatabase", target: .ratio(1.5)) {
                    let peer = try await DurableStore(holding: work)
                    return {
                        blackHole(try await peer.find(status: "active", above: 50))
                        return try await nanoseconds(per: 1) {
                            blackHole(try await peer.find(status: "active", above: 50))
                        }
                    }
                },
            ]
        )
    }
}

extension DurableStore {
    fileprivate func find(status: String, above score: Int) async throws -> PlainQuery.Found {
        let result = try await store.database.query(
            Query(instance: store.instanceID, namespace: store.namespace)
                .where(.value("status") == status)
                .where(.value("score") > score)
                .order(by: .value("score"), .descending)
                .limit(20)
        )
        return PlainQuery.Found(keys: result.records.compactMap(\.key), total: result.total)
    }
}
