/// The ids that are remembered, each for a time of its own and no more of them than a maximum.
extension TransactionQueue {
    func remembers(_ id: String) throws -> Bool {
        guard let found = try backend.metadata(metadataID(of: id)) else { return false }
        return try found.due.map { try now() < $0 } ?? true
    }

    func remember(_ id: String, until end: StoreInstant?, maximum: Int) throws {
        if maximum < 1 { return }
        let isNew = try backend.metadata(metadataID(of: id)) == nil
        try backend.setMetadata(
            metadataID(of: id),
            to: StoreMetadata(value: StoreValue(json: true), due: end)
        )
        guard isNew else { return }
        var count = try count() + 1
        if count > maximum {
            let surplus = try backend.metadata(
                of: key,
                kind: QueueMetadata.id,
                limit: count - maximum
            )
            for (name, _) in surplus { try backend.setMetadata(metadataID(of: name), to: nil) }
            count -= surplus.count
        }
        try setCount(count)
    }

    func forget(_ id: String) throws {
        guard try backend.metadata(metadataID(of: id)) != nil else { return }
        try backend.setMetadata(metadataID(of: id), to: nil)
        try setCount(count() - 1)
    }

    private func metadataID(of id: String) -> MetadataID {
        MetadataID(key: key, kind: QueueMetadata.id, name: id)
    }

    private var countID: MetadataID { MetadataID(key: key, kind: QueueMetadata.ids) }

    private func count() throws -> Int {
        try backend.metadata(countID)?.value.value(as: Int.self, for: key, limits: limits) ?? 0
    }

    private func setCount(_ count: Int) throws {
        try backend.setMetadata(
            countID,
            to: count > 0 ? StoreMetadata(value: StoreValue(count)) : nil
        )
    }
}

extension MetadataBackend {
    /// Brings the queues of all keys up to date: messages that have expired are gone, those whose lease
    /// has ended are back or with the dead letters, and ids that are no longer remembered are removed.
    ///
    /// Each is done as of the moment when it was due, in the order of these, so that it does not matter
    /// when it is done. A store calls it before each transaction, and when the earliest metadata is due.
    ///
    /// - Complexity: O(*m*) in what is due.
    public func settleQueues() throws {
        let now = instant
        defer { instant = now }
        while let id = try dueMetadata(limit: 1).first, let due = try metadata(id)?.due {
            instant = min(due, now)
            try settleQueues([id])
            instant = now
            // What could not be done is not tried again at once.
            if let left = try metadata(id), left.due == due {
                try setMetadata(id, to: StoreMetadata(value: left.value))
            }
        }
    }

    /// Does for some metadata that is due what ``settleQueues()`` does for all.
    public func settleQueues(_ due: [MetadataID]) throws {
        for id in due {
            // What another one of these has dealt with is no longer there.
            guard let end = try metadata(id)?.due, end <= instant else { continue }
            let queue = TransactionQueue(self, key: id.key)
            if id.kind == QueueMetadata.id {
                try queue.forget(id.name)
            } else {
                try queue.settle()
                if id.kind == QueueMetadata.list { try queue.renew(id) }
            }
        }
    }

    public func queue(at key: String) -> any MessageQueue { TransactionQueue(self, key: key) }

    public func prepare(for change: KeyChange, of key: String) throws {
        try prepareQueue(for: change, of: key)
    }

    /// Does what ``TransactionBackend/prepare(for:of:)`` has to, for a backend that asks before whether
    /// there is any metadata.
    public func prepareQueue(for change: KeyChange, of key: String) throws {
        try TransactionQueue(self, key: key).prepare(for: change)
    }
}

extension TransactionQueue {
    /// Deals with what is written down of a list and due, once the list is up to date: it goes where
    /// nothing is lent and nothing known any more, and else is due later.
    func renew(_ id: MetadataID) throws {
        guard let found = try backend.metadata(id), let due = found.due, try due <= now() else {
            return
        }
        var record = try listRecord()
        if try backend.entryWithoutValue(key) == nil { record.waiting = WaitingInfos() }
        // Messages that should have expired and have not are in no list.
        if let deadline = record.waiting.earliestDeadline, try deadline <= now() {
            record.waiting = WaitingInfos()
        }
        // As long as something is lent it is needed, so there is no use in looking before that ends.
        let lent = try backend.metadata(of: key, kind: QueueMetadata.lent, limit: 1).first
        if lent == nil {
            record.eras = ListEras()
            record.isLent = false
        }
        try write(record, neededUntil: lent?.metadata.due)
    }
}
