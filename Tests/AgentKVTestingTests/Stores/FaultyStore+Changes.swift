import AgentKV
import AgentKVTesting

extension FaultyStore {
    func performCompareAndSet(
        _ key: String,
        to value: StoreValue,
        expecting: Revision?,
        ttl: Duration?
    ) async throws -> Revision? {
        guard fault == .comparesInTwoSteps else {
            return try await base.performCompareAndSet(
                key,
                to: value,
                expecting: expecting,
                ttl: ttl
            )
        }
        guard try await base.performReadEntry(key)?.revision == expecting else { return nil }
        await Task.yield()
        return try await base.performSet(key, to: value, ttl: ttl)
    }

    func performIncrement(_ key: String, by amount: Int, ttlIfNew: Duration?) async throws -> Int {
        switch fault {
        case .incrementsInTwoSteps:
            let before = try await base.get(key, default: 0)
            await Task.yield()
            try await base.set(key, to: before &+ amount)
            return before &+ amount
        case .incrementRenewsDeadline:
            let sum = try await base.increment(key, by: amount, ttlIfNew: ttlIfNew)
            if let ttlIfNew { _ = try await base.expire(key, ttl: ttlIfNew) }
            return sum
        default:
            return try await base.increment(key, by: amount, ttlIfNew: ttlIfNew)
        }
    }

    func performDelete(_ key: String) async throws -> Bool {
        if fault == .forgetsRequests, try await !base.exists(key) { return false }
        return try await performTransaction { try $0.delete(key) }
    }

    func performSetLifetime(_ key: String, to ttl: Duration?) async throws -> Bool {
        switch fault {
        case .expireIsAWrite:
            guard let value = try await base.performRead(key) else { return false }
            _ = try await base.performSet(key, to: value, ttl: ttl)
            return true
        case .expireRevives:
            if try await base.performSetLifetime(key, to: ttl) { return true }
            try await base.set(key, to: 0, ttl: ttl)
            return false
        default:
            return try await base.performSetLifetime(key, to: ttl)
        }
    }

    func performAppendUnique(
        _ addition: ListAddition,
        to key: String,
        ttl: Duration?
    ) async throws -> [JSONValue] {
        switch fault {
        case .comparesIDsAsText:
            guard let idKey = addition.idKey else { break }
            let list = try await base.get(key, default: [JSONValue]())
            let ids = Set(list.map { "\($0[idKey] ?? .null)" })
            let new = addition.items.filter { !ids.contains("\($0[idKey] ?? .null)") }
            return try await base.listAppendUnique(key, items: new, idKey: idKey, ttl: ttl)
        default: break
        }
        return try await base.performAppendUnique(addition, to: key, ttl: ttl)
    }

    func performPopAll(_ key: String) async throws -> [JSONValue] {
        switch fault {
        case .popsInTwoSteps:
            let items = try await base.get(key, default: [JSONValue]())
            await Task.yield()
            try await base.delete(key)
            return items
        case .popsNonLists:
            let items = try await base.listPopAll(key)
            try await base.delete(key)
            return items
        default:
            return try await base.listPopAll(key)
        }
    }

    func performKeys(prefix: String, after: String?, limit: Int) async throws -> [String] {
        let all = try await base.keys(prefix: prefix, after: after, limit: limit)
        switch fault {
        case .sortsAsText:
            return all.sorted()
        case .prefixesByCharacters:
            return all.filter { prefix.isEmpty || $0.hasPrefix(prefix) }
        case .pagesRepeatTheirStart:
            guard let after, try await base.exists(after) else { return all }
            return Array(([after] + all).prefix(limit))
        case .limitsBeforeFiltering:
            let first = try await base.keys(prefix: "", after: after, limit: limit)
            return first.filter { $0.utf8.starts(with: prefix.utf8) }
        default:
            return all
        }
    }

    func performCount(prefix: String) async throws -> Int {
        let count = try await base.count(prefix: prefix)
        if fault == .countsExpired, count == 0, clock.now.offset > .seconds(4) { return 1 }
        return count
    }
}
