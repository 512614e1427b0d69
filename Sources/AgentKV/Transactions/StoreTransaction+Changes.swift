extension StoreTransaction {
    /// Gives a live key a new lifetime from now on, and returns whether there is one.
    @discardableResult
    public func expire(_ key: String, ttl: Duration) throws -> Bool {
        try limits.checkKey(key)
        try limits.checkTTL(ttl, of: key)
        return try setLifetime(key, to: ttl)
    }

    /// Removes the deadline of a live key, and returns whether there is one.
    @discardableResult
    public func persist(_ key: String) throws -> Bool {
        try limits.checkKey(key)
        return try setLifetime(key, to: nil)
    }

    private func setLifetime(_ key: String, to ttl: Duration?) throws -> Bool {
        try backend.prepare(for: .lifetime(ttl), of: key)
        guard try backend.setLifetime(key, to: ttl) else { return false }
        backend.addRequest(.lifetime(of: key))
        return true
    }

    /// Adds to the integer at a key and returns the sum.
    ///
    /// An absent key counts as 0 and begins with the lifetime `ttlIfNew`; an existing one keeps its
    /// deadline.
    @discardableResult
    public func increment(
        _ key: String,
        by amount: Int = 1,
        ttlIfNew: Duration? = nil
    ) throws -> Int {
        if let ttlIfNew { try limits.checkTTL(ttlIfNew, of: key) }
        guard let value = try storedEntry(key)?.value else {
            try set(key, to: StoreValue(amount), lifetime: LifetimeChange(ttlIfNew))
            return amount
        }
        let sum = try value.adding(amount, for: key, limits: limits)
        try set(key, to: StoreValue(sum), lifetime: .unchanged)
        return sum
    }

    /// Changes the value at a key in place: nil stands for absence, and setting nil deletes.
    ///
    /// A key that was there keeps its deadline.
    public func update<V: Codable & Sendable, R>(
        _ key: String,
        as type: V.Type,
        _ body: (inout V?) throws -> R
    ) throws -> R {
        let before = try get(key, as: type)
        var value = before
        let result = try body(&value)
        if let value {
            let value = try StoreValue.checked(value, for: key, limits: limits)
            if before == nil { try backend.prepare(for: .creation, of: key) }
            _ = try backend.edit(key, to: value, nil)
            if before != nil { try backend.prepare(for: .edit, of: key) }
        } else if before != nil {
            try backend.prepare(for: .removal, of: key)
            _ = try backend.remove(key, as: .deleted, nil)
        } else {
            backend.addRequest(.change(of: key))
        }
        return result
    }

    /// Removes every live key that begins with `prefix`, and returns how many they were.
    @discardableResult
    public func deleteAll(prefix: String) throws -> Int {
        backend.addRequest(.changeOfAll(prefix: prefix))
        var count = 0
        while true {
            let page = try backend.keys(prefix: prefix, after: nil, limit: StoreLimits.pageKeys)
            for key in page where try backend.delete(key) { count += 1 }
            if page.count < StoreLimits.pageKeys { break }
        }
        for key in try backend.keysWithQueues(prefix: prefix) {
            try backend.prepare(for: .deletion, of: key)
        }
        return count
    }

    /// Returns live keys that begin with `prefix`, in the order of their bytes.
    public func keys(
        prefix: String = "",
        after: String? = nil,
        limit: Int = StoreLimits.pageKeys
    ) throws -> [String] {
        try limits.checkCount(limit)
        return try backend.keys(prefix: prefix, after: after, limit: limit)
    }

    /// Counts the live keys that begin with `prefix`.
    public func count(prefix: String = "") throws -> Int {
        try backend.count(prefix: prefix)
    }
}

extension StoreValue {
    /// Returns the sum of a stored integer and `amount`.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)``, ``StoreError/overflow(key:reason:)``.
    func adding(_ amount: Int, for key: String, limits: StoreLimits) throws -> Int {
        let number = try value(as: Int.self, for: key, limits: limits)
        let (sum, overflow) = number.addingReportingOverflow(amount)
        if overflow {
            throw StoreError.overflow(
                key: key,
                reason: "\(number) + \(amount) is outside the range of Int"
            )
        }
        return sum
    }
}
