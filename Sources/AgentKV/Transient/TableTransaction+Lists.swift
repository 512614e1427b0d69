/// Lists that are changed in place.
extension TableTransaction {
    func append(_ addition: ListAddition, to key: String, ttl: Duration?) throws -> [JSONValue] {
        let lent = try lentItems(for: addition, at: key)
        guard let (list, number) = try list(at: key) else {
            table.pointee.prepare(for: .creation, of: key, now: now)
            var replaced = StoreValue.vacant
            return try table.pointee.makeList(
                key,
                addition.items(besides: lent),
                deadline: ttl.map(deadline) ?? .none,
                now: now,
                replaced: &replaced
            )
        }
        try table.pointee.append(
            addition,
            besides: lent,
            to: list,
            in: number,
            deadline: ttl.map(deadline)
        )
        if ttl != nil { addRequest(.lifetime(of: key)) }
        return list.items
    }

    /// The items that are lent from a list to which others are appended unless they are in it.
    private func lentItems(for addition: ListAddition, at key: String) throws -> [JSONValue] {
        guard addition.idKey != nil, !table.pointee.queues.isEmpty else { return [] }
        return try TableQueue(self, key: key).lentItems().map {
            try $0.json(for: key, limits: limits)
        }
    }

    /// The list at a key, in the form of JSON that is changed in place; nil if there is nothing.
    private func list(at key: String) throws -> (ItemList, CellNumber)? {
        switch table.pointee.list(at: key, now: now) {
        case .absent: return nil
        case .list(let list, let number): return (list, number)
        case .other(let value, let revision):
            var list = StoreValue(list: try value.list(for: key, limits: limits))
            table.pointee.becomeList(key, at: revision, &list)
            return try self.list(at: key)
        }
    }
}

/// The queues.
extension TableTransaction {
    func queue(at key: String) -> any MessageQueue { TableQueue(self, key: key) }

    func keysWithQueues(prefix: String) -> [String] { table.pointee.queues.keys(prefix: prefix) }

    func prepare(for change: KeyChange, of key: String) {
        table.pointee.prepare(for: change, of: key, now: now)
    }

    func publish(_ event: MessageEvent, of key: String) {
        table.pointee.publish(event, of: key, now: now)
    }

    /// The messages at a key, in the form that is changed in place; nil if there is nothing.
    ///
    /// - Throws: ``StoreError/notAList(key:reason:)``, and ``NeedsTransaction``.
    func messages(at key: String) throws -> (list: any MessageList, number: CellNumber)? {
        switch table.pointee.messages(at: key, now: now) {
        case .absent: return nil
        case .list(let list, let number): return (list, number)
        case .other(let value, let revision):
            guard case .array(let items) = try json(of: value, at: key) else {
                throw StoreError.notAList(
                    key: key,
                    reason: "an inbox is a list of messages, and another value is stored"
                )
            }
            var list = StoreValue(list: items)
            table.pointee.becomeList(key, at: revision, &list)
            return try messages(at: key)
        }
    }

    /// A message whose item is JSON.
    ///
    /// - Throws: ``NeedsTransaction``.
    func encoded(_ message: QueuedMessage) throws -> QueuedMessage {
        if case .json = message.item.storage { return message }
        var encoded = message
        encoded.item = StoreValue(json: try json(of: message.item, at: ""))
        return encoded
    }

    private func json(of value: StoreValue, at key: String) throws -> JSONValue {
        if case .json(let json) = value.storage { return json }
        if case .boxed = value.storage, !runsUserCode { throw NeedsTransaction() }
        return try value.json(for: key, limits: limits)
    }
}

/// Thrown where a call without a transaction would have to encode a value.
struct NeedsTransaction: Error {}
