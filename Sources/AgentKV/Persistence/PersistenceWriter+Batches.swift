/// How a batch comes out of the table, and goes back into it.
///
/// Each step holds the table's lock for one chunk of the keys.
extension PersistenceWriter {
    /// Takes what has changed, as it is at the moment of the first step.
    func collect() async -> CollectedChanges {
        var removed = KeySet()
        var entries: [ChangedEntry] = []
        let now = now()
        let (number, revision, chunks, metadata) = table.lock.withLock { table in
            let number = table.changes.number
            let metadata = table.collectMetadata()
            let chunks = table.changes.freeze(&removed).chunks
            if let first = chunks.first { table.collect(first, into: &entries) }
            return (number, table.revision, chunks, metadata)
        }
        for chunk in chunks.dropFirst() {
            await Task.yield()
            var step: [ChangedEntry] = []
            step.reserveCapacity(chunk.count)
            table.lock.withLock { $0.collect(chunk, into: &step) }
            entries += step
        }
        return CollectedChanges(
            number: number,
            entries: entries,
            removedKeys: removed.chunks.flatMap { $0.map(\.key) },
            metadata: metadata,
            revision: revision,
            now: now
        )
    }

    /// Notes what a batch had that failed, for the next one.
    func noteAgain(_ changes: CollectedChanges) async {
        await noteAgain(changes.removedKeys)
        await noteAgain(changes.entries.map(\.key))
        table.lock.withLock { table in
            for metadata in changes.metadata { table.noteMetadata(metadata.id) }
            _ = table.changes.takeWrite()
            table.changes.owe()
        }
    }

    func noteAgain(_ keys: [String]) async {
        let size = ChunkedList<String>.chunkSize
        for start in stride(from: 0, to: keys.count, by: size) {
            table.lock.withLock { table in
                for key in keys[start..<min(start + size, keys.count)] { table.noteAgain(key) }
                _ = table.changes.takeWrite()
            }
            await Task.yield()
        }
    }
}

/// What has changed since the batch before, all of one moment.
struct CollectedChanges {
    let number: BatchNumber
    let entries: [ChangedEntry]
    let removedKeys: [String]
    let metadata: [ChangedMetadata]
    let revision: Revision
    let now: WallMoment

    /// Makes a batch of the changes, and tells which entries cannot be JSON any more.
    ///
    /// Those are instances of classes that have changed since they were set.
    func batch(
        limits: StoreLimits
    ) async -> (PersistenceBatch, invalid: [(key: String, error: any Error)]) {
        var written: [PersistedEntry] = []
        var invalid: [(key: String, error: any Error)] = []
        written.reserveCapacity(entries.count)
        for (place, entry) in entries.enumerated() {
            do {
                written.append(
                    PersistedEntry(
                        key: entry.key,
                        json: try entry.value.text(for: entry.key, limits: limits),
                        revision: entry.revision,
                        expiresAt: now.expiry(of: entry.deadline)
                    )
                )
            } catch {
                invalid.append((entry.key, error))
            }
            if place % 256 == 255 { await Task.yield() }
        }
        var removed = removedKeys.map { PersistedID(key: $0) }
        for (place, metadata) in metadata.enumerated() {
            do {
                if let entry = try metadata.persisted(limits: limits, revision: revision) {
                    written.append(entry)
                } else {
                    removed.append(metadata.id.persistedID)
                }
            } catch {
                invalid.append((metadata.id.key, error))
            }
            if place % 256 == 255 { await Task.yield() }
        }
        let batch = PersistenceBatch(
            entries: written,
            removed: removed,
            revision: revision
        )
        return (batch, invalid)
    }
}
