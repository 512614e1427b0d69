extension TransientStore {
    public nonisolated func performAppend(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?
    ) async throws -> Int {
        try await append(addition, to: key, ttl: ttl) {
            $0.count
        } made: {
            $0.count
        }
    }

    public nonisolated func performAppendUnique(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?
    ) async throws -> [JSONValue] {
        try await append(addition, to: key, ttl: ttl) {
            $0.items
        } made: {
            $0
        }
    }

    public nonisolated func performPopAll(_ key: String) async throws -> [JSONValue] {
        try await pop(key) { $0 }
    }

    /// Takes the whole list at a key as typed items.
    ///
    /// The items are decoded before the list is taken, and without holding others up. Where others
    /// change the list meanwhile, what is new in it is decoded too: so a list that grows is taken as
    /// soon as its items are decoded faster than they come. Until then the call can be cancelled.
    public nonisolated func performPopAll<V: Codable & Sendable>(
        _ key: String,
        as type: V.Type
    ) async throws -> [V] {
        var decoded = DecodedItems<V>()
        return try await pop(key) { items in
            try decoded.update(to: items, for: key, limits: limits)
            return decoded.items
        }
    }

    private nonisolated func append<R: Sendable>(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?,
        _ result: (ItemList) -> R,
        made: ([JSONValue]) -> R
    ) async throws -> R {
        var write: BatchNumber = 0
        while true {
            let found = try appendNow(addition, to: key, ttl: ttl, &write, result, made: made)
            if let found {
                if write > 0 { try await settle(write, key) }
                return found
            }
            try await giveWay()
        }
    }

    private nonisolated func pop<T>(
        _ key: String,
        _ convert: ([JSONValue]) throws -> [T]
    ) async throws -> [T] {
        var write: BatchNumber = 0
        while true {
            if let items = try popNow(key, &write, convert) {
                if write > 0 { try await settle(write, key) }
                return items
            }
            try await giveWay()
        }
    }

    /// Lets others go on before a call begins once more.
    private nonisolated func giveWay() async throws {
        try Task.checkCancellation()
        await Task.yield()
    }
}

/// A value that was set as a typed array becomes JSON at the first list call, and the items of a list
/// become values at a typed pop. Both may run code of a user's type, which must not be done under the
/// lock: it may wait for another call. So it counts only if the list is still the same afterwards; if
/// not, the call begins again with what is there then. Each such round means that somebody else's
/// write took effect, and after a few of them the call gives way to others.
extension TransientStore {
    /// How often a call begins again because others have changed the list meanwhile.
    private static var tries: Int { 4 }

    private enum Step<Result: Sendable>: Sendable {
        case done(Result)
        case encode(StoreValue, Revision)
        case needsTransaction
    }

    /// Appends, and returns what `result` says of the list, or of the items that it was `made` of; nil
    /// where others have set it anew each time, in types of their own.
    ///
    /// Whoever holds the items lets the next append copy them, so they are not asked for in vain.
    private nonisolated func appendNow<R: Sendable>(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?,
        _ write: inout BatchNumber,
        _ result: (ItemList) -> R,
        made: ([JSONValue]) -> R
    ) throws -> R? {
        let deadline = try deadline(ttl, of: key)
        var replaced = StoreValue.vacant
        for _ in 0..<Self.tries {
            let step = try withTable(&write) { table throws(StoreError) -> Step<R> in
                // What is lent counts for uniqueness, and may have to become JSON.
                if addition.idKey != nil, table.queues.book(of: key)?.lent.isEmpty == false {
                    return .needsTransaction
                }
                switch table.list(at: key, now: clock) {
                case .absent:
                    table.prepare(for: .creation, of: key, now: clock)
                    let items = try table.makeList(
                        key,
                        addition.items,
                        deadline: deadline,
                        now: clock,
                        replaced: &replaced
                    )
                    return .done(made(items))
                case .list(let list, let number):
                    let moved = ttl == nil ? nil : deadline
                    try table.append(addition, to: list, in: number, deadline: moved)
                    if ttl != nil { table.add(.lifetime(of: key)) }
                    return .done(result(list))
                case .other(let value, let revision):
                    return .encode(value, revision)
                }
            }
            switch step {
            case .done(let result):
                return result
            case .needsTransaction:
                var changedKey = ""
                return try run(&write, &changedKey) {
                    made(try $0.append(addition, to: key, ttl: ttl))
                }
            case .encode(let value, let revision):
                replaced = StoreValue(list: try value.list(for: key, limits: limits))
                withTable { $0.becomeList(key, at: revision, &replaced) }
            }
        }
        return nil
    }

    /// Takes a list as what `convert` makes of it, and leaves it where that throws; nil where others
    /// have changed it each time.
    private nonisolated func popNow<T>(
        _ key: String,
        _ write: inout BatchNumber,
        _ convert: ([JSONValue]) throws -> [T]
    ) throws -> [T]? {
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
                table.prepare(for: .removal, of: key, now: clock)
                return table.remove(number, as: .popped)
            }
            if isTaken != nil { return converted }
        }
        return nil
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

/// What has been decoded of a list so far.
private struct DecodedItems<V: Codable & Sendable> {
    private var list: [JSONValue] = []
    private(set) var items: [V] = []

    /// Decodes a list, of which the first items that are as they were are decoded already.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)``.
    mutating func update(to list: [JSONValue], for key: String, limits: StoreLimits) throws {
        if self.list.isEmpty {
            items = try list.decoded(as: V.self, for: key, limits: limits)
        } else {
            let same = zip(self.list, list)
                .prefix { JSONComparison.areEqual($0, $1, isExact: true) }.count
            items.removeSubrange(same...)
            items += try list.decoded(as: V.self, from: same, for: key, limits: limits)
        }
        self.list = list
    }
}
