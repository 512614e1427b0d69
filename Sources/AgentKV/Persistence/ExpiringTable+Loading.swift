extension ExpiringTable {
    /// Takes in an entry that was written down, as it was.
    ///
    /// One whose lifetime has ended is not live, and is noted to be removed from where it came. The
    /// empty key has no cell: its entry stays where it is.
    mutating func load(_ entry: PersistedEntry, at now: WallMoment) {
        isLoading = true
        raiseRevision(to: entry.revision)
        if entry.key.isEmpty { return }
        if !entry.kind.isEmpty { return loadMetadata(entry) }
        let (number, hash) = locateAny(entry.key)
        guard let deadline = now.deadline(ofExpiry: entry.expiresAt) else {
            if number == .none { changes.remove(entry.key, hash: hash) }
            return
        }
        let value = StoreValue(written: entry.json)
        if number == .none {
            let new = place(
                entry.key,
                hash: hash,
                value: value,
                revision: entry.revision,
                deadline: deadline
            )
            cells[new].pointee.isKnown = true
        } else {
            // Handed over twice, which an adapter should not do: the last one counts.
            cells[number].pointee.value = value
            cells[number].pointee.revision = entry.revision
            move(number, to: deadline)
        }
    }
}

/// What is known of messages.
extension ExpiringTable {
    /// Takes in metadata of a key; what cannot be read stays where it is.
    private mutating func loadMetadata(_ entry: PersistedEntry) {
        let due = entry.expiresAt.map {
            StoreInstant(nanoseconds: Int64(clamping: Int128($0) * 1_000_000))
        }
        switch entry.kind {
        case QueueMetadata.id:
            let book = queues.openBook(of: entry.key)
            _ = book.setID(entry.name, until: due ?? .never)
            register(book, at: due ?? .never)
        case QueueMetadata.lent:
            guard let record = entry.read(as: LentRecord.self), let number = record.number
            else { return }
            let book = queues.openBook(of: entry.key)
            _ = book.setLent(number, to: record.message)
            register(book, at: record.end)
        case QueueMetadata.list:
            guard let record = entry.read(as: ListRecord.self) else { return }
            queues.openBook(of: entry.key).loaded = record
        default: break
        }
    }

    /// Ends loading, when everything has been taken in: what is known of messages belongs to lists now.
    mutating func finishLoading() {
        isLoading = false
        for book in queues.books.values {
            guard let record = book.loaded else { continue }
            book.loaded = nil
            book.eras = record.eras
            finishLoading(record.waiting, at: book.key)
            queues.closeIfEmpty(book)
        }
    }

    private mutating func finishLoading(_ waiting: WaitingInfos, at key: String) {
        let number = locate(key).number
        guard number != .none, !waiting.entries.isEmpty else { return }
        let cell = cells[number]
        guard case .array(let items) = try? cell.pointee.value.json(for: key, limits: limits) else {
            return
        }
        var waiting = waiting
        if waiting.revision != cell.pointee.revision.rawValue {
            waiting.realign(with: items, at: cell.pointee.revision.rawValue)
        }
        let messages = zip(items, waiting.infos(of: items.count)).map {
            QueuedMessage(item: StoreValue(json: $0), info: $1)
        }
        cell.pointee.value = StoreValue(messages: messages)
        if let list = cell.pointee.value.messageList { registerExpiry(of: list, at: key) }
    }
}

extension PersistedEntry {
    fileprivate func read<Record: Decodable>(as type: Record.Type) -> Record? {
        try? JSONValue(parsing: json).decoded(as: type, maximumDepth: .max)
    }
}
