extension TransientStore {
    public nonisolated func performReadPage(
        prefix: String,
        after: String?,
        limit: Int
    ) async throws -> StoredPage {
        try limits.checkCount(limit)
        while true {
            if let page = pageNow(prefix: prefix, after: after, limit: limit) {
                if page.entries.isEmpty { try checkOpen() }
                return page
            }
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    private nonisolated func pageNow(prefix: String, after: String?, limit: Int) -> StoredPage? {
        var write: BatchNumber = 0
        return settled(inOrder: true, &write) { table, _ in
            var keys: [String] = []
            table.forEachKey(prefix: prefix, after: after, now: clock) { key in
                if keys.count < limit { keys.append(key) }
                return keys.count < limit
            }
            let entries = keys.compactMap { key in
                table.told(key, now: clock).map { (key: key, entry: $0) }
            }
            return StoredPage(entries: entries, revision: table.revision)
        }
    }
}

extension ExpiringTable {
    /// The live entry of a key as a change would tell it.
    fileprivate mutating func told(_ key: String, now: () -> Moment) -> Entry<StoreValue>? {
        let number = find(key, now: now)
        if number == .none { return nil }
        let cell = cells[number]
        let deadline = cell.pointee.deadline
        return Entry(
            value: cell.pointee.value.told,
            revision: cell.pointee.revision,
            remainingLifetime: deadline.isNone ? nil : deadline.remaining(at: latest)
        )
    }
}
