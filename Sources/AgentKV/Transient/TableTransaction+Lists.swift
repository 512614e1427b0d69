/// Lists that are changed in place.
extension TableTransaction {
    func append(_ addition: ListAddition, to key: String, ttl: Duration?) throws -> [JSONValue] {
        guard let (list, number) = try list(at: key) else {
            var replaced = StoreValue.vacant
            return try table.pointee.makeList(
                key,
                addition,
                deadline: ttl.map(deadline) ?? .none,
                now: now,
                replaced: &replaced
            )
        }
        try table.pointee.append(addition, to: list, in: number, deadline: ttl.map(deadline))
        if ttl != nil { addRequest(.lifetime(of: key)) }
        return list.items
    }

    func appendItems(_ items: [JSONValue], to key: String) throws -> Int {
        let addition = try ListAddition(items, to: key, limits: limits)
        guard let (list, number) = try list(at: key) else {
            return try append(addition, to: key, ttl: nil).count
        }
        try table.pointee.append(addition, to: list, in: number, deadline: nil)
        return list.count
    }

    func takeFirst(_ count: Int, from key: String) throws -> [JSONValue] {
        guard count > 0 else { return [] }
        do {
            guard let (list, number) = try list(at: key) else { return [] }
            return table.pointee.takeFirst(count, of: list, in: number)
        } catch StoreError.notAList {
            return []
        }
    }

    func prepend(_ items: [JSONValue], to key: String) throws {
        if items.isEmpty { return }
        if let (list, number) = try list(at: key) {
            table.pointee.prepend(items, to: list, in: number)
        } else {
            try table.pointee.makeList(ofReturned: items, at: key, now: now)
        }
    }

    /// The list at a key, in the form that is changed in place; nil if there is nothing.
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
