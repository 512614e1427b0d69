extension TransientStore {
    @discardableResult
    public nonisolated func listAppend(
        _ key: String,
        items: [JSONValue],
        ttl: Duration? = nil
    ) async throws -> [JSONValue] {
        try await append(ListAddition(items, to: key, limits: limits), to: key, ttl: ttl)
    }

    @discardableResult
    public nonisolated func listAppendUnique(
        _ key: String,
        items: [JSONValue],
        idKey: String = "id",
        ttl: Duration? = nil
    ) async throws -> [JSONValue] {
        try await append(
            ListAddition(unique: items, by: idKey, to: key, limits: limits),
            to: key,
            ttl: ttl
        )
    }

    private nonisolated func append(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?
    ) async throws -> [JSONValue] {
        var write: BatchNumber = 0
        let items = try appendNow(addition, to: key, ttl: ttl, &write)
        if write > 0 { try await settle(write, key) }
        return items
    }

    public nonisolated func listPopAll(_ key: String) async throws -> [JSONValue] {
        var write: BatchNumber = 0
        let items = try popNow(key, &write) { $0 }
        if write > 0 { try await settle(write, key) }
        return items
    }

    /// Takes the whole list at a key as typed items.
    ///
    /// The items are decoded before the list is taken, and without holding others up.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)`` where an item is no `V`: the list stays.
    public nonisolated func listPopAll<V: Codable & Sendable>(
        _ key: String,
        as type: V.Type
    ) async throws -> [V] {
        var write: BatchNumber = 0
        let items = try popNow(key, &write) {
            try $0.decoded(as: type, for: key, limits: limits)
        }
        if write > 0 { try await settle(write, key) }
        return items
    }
}

/// A value that was set as a typed array becomes JSON at the first list call. That is done without
/// the lock, so it counts only if the value is still the same afterwards; if not, the call begins
/// again with what is there then, a few times, and in the end does it under the lock, as a transaction.
extension TransientStore {
    private enum Step: Sendable {
        case done([JSONValue])
        case encode(StoreValue, Revision)
    }

    private nonisolated func appendNow(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?,
        _ write: inout BatchNumber
    ) throws -> [JSONValue] {
        let deadline = try deadline(ttl, of: key)
        var replaced = StoreValue.vacant
        for _ in 0..<Self.tries {
            let step = try withTable(&write) { table throws(StoreError) -> Step in
                switch table.list(at: key, now: clock) {
                case .absent:
                    return .done(
                        try table.makeList(
                            key,
                            addition,
                            deadline: deadline,
                            now: clock,
                            replaced: &replaced
                        )
                    )
                case .list(let list, let number):
                    let moved = ttl == nil ? nil : deadline
                    try table.append(addition, to: list, in: number, deadline: moved)
                    if ttl != nil { table.add(.lifetime(of: key)) }
                    return .done(list.items)
                case .other(let value, let revision):
                    return .encode(value, revision)
                }
            }
            switch step {
            case .done(let items):
                return items
            case .encode(let value, let revision):
                replaced = StoreValue(list: try value.list(for: key, limits: limits))
                withTable { $0.becomeList(key, at: revision, &replaced) }
            }
        }
        var changedKey = ""
        return try run(&write, &changedKey) { try $0.append(addition, to: key, ttl: ttl) }
    }

    /// Takes a list as what `convert` makes of it, and leaves it where that throws.
    private nonisolated func popNow<T>(
        _ key: String,
        _ write: inout BatchNumber,
        _ convert: ([JSONValue]) throws -> [T]
    ) throws -> [T] {
        for _ in 0..<Self.tries {
            guard let (value, revision) = valueToPop(at: key) else {
                try checkAbsent(key)
                return []
            }
            guard case .array(let items) = try value.json(for: key, limits: limits) else {
                return []
            }
            let converted = try convert(items)
            let isTaken = withTable(&write) { table -> Remains? in
                let number = table.find(key, now: clock)
                guard number != .none, table.cells[number].pointee.revision == revision else {
                    return nil
                }
                return table.remove(number, as: .popped)
            }
            if isTaken != nil { return converted }
        }
        var changedKey = ""
        return try run(&write, &changedKey) { try $0.popAll(key, convert) }
    }

    private nonisolated func valueToPop(at key: String) -> (StoreValue, Revision)? {
        withTable { table in
            let number = table.findToRead(key, now: clock)
            if number == .none {
                table.add(.change(of: key))
                return nil
            }
            let cell = table.cells[number]
            return (cell.pointee.value.detached, cell.pointee.revision)
        }
    }
}
