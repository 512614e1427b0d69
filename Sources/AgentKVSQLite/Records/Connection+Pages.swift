internal import AgentKV

extension Connection {
    /// Returns the first `limit` live records whose keys begin with `prefix` and come behind `after`,
    /// and the last revision, all of one moment.
    func page(
        in place: Place,
        prefix: String,
        after: String?,
        limit: Int,
        now: DatabaseTime,
        limits: StoreLimits
    ) throws -> StoredPage {
        try reading { connection in
            let keys = try connection.keys(
                in: place,
                prefix: prefix,
                after: after,
                limit: limit,
                now: now
            )
            let entries = try keys.compactMap { key in
                try connection.entry(key, in: place, now: now, limits: limits).map { (key, $0) }
            }
            return StoredPage(entries: entries, revision: try connection.lastRevision())
        }
    }
}
