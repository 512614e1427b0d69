extension ScopedBackend {
    /// Gives all that the scope holds one lifetime, from now on; what ends sooner stays as it is.
    ///
    /// In steps: a transaction holds others up, and a scope may hold any number of keys.
    func expireAll(after ttl: Duration) async throws {
        let start = coordinator.time.now()
        var last: String?
        // What is being loaded for the scope comes too late for it: from here on it is not set, and what
        // was set before is found below.
        try await performTransaction { tx in tx.backend.addRequest(.changeOfAll(prefix: "")) }
        repeat {
            let page = try await performKeys(prefix: "", after: last, limit: Self.step)
            let left = ttl - elapsed(since: start)
            try await performTransaction { tx in
                for key in page { try tx.backend.shorten(key, to: left) }
            }
            last = page.count < Self.step ? nil : page.last
        } while last != nil
        // What is lent comes last: an inbox that is still at work makes it of its messages.
        let left = ttl - elapsed(since: start)
        try await performTransaction { tx in
            for key in try tx.backend.keysWithQueues(prefix: "") {
                try tx.backend.prepare(
                    for: left > .zero ? .lifetimeAtMost(left) : .replacement,
                    of: key
                )
            }
        }
    }

    /// How many keys get their lifetime in one transaction: a fraction of a millisecond's worth.
    private static var step: Int { 256 }

    private func elapsed(since start: Moment) -> Duration {
        .nanoseconds(coordinator.time.now().nanoseconds - start.nanoseconds)
    }
}

extension TransactionBackend {
    /// Lets an entry live for that long at most; where nothing is left, it goes.
    fileprivate func shorten(_ key: String, to lifetime: Duration) throws {
        guard let entry = try entry(key) else { return }
        if let remaining = entry.remainingLifetime, remaining <= lifetime { return }
        if lifetime <= .zero {
            try prepare(for: .replacement, of: key)
            _ = try delete(key)
        } else if try setLifetime(key, to: lifetime) {
            addRequest(.lifetime(of: key))
        }
    }
}
