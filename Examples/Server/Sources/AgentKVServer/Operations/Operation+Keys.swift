internal import AgentKV
internal import AgentKVSQLite

extension Operation {
    /// The most keys of one page, and of one batch.
    static let maximumKeys = 1_000

    static let listKeys = Operation(
        "listKeys",
        "Lists the keys of a namespace that begin with a prefix, sorted by their bytes, in pages.",
        [
            .instance, .namespace,
            .optional("prefix", .text, "What the keys begin with."),
            .optional("cursor", .text, "The `nextCursor` of the page before."),
            .optional("limit", .integer, "The most keys of the page, 1 to 1,000; 100 unless said."),
        ],
        traits: .onlyReads
    ) { call in
        let limit = call.parameters.integer("limit") ?? 100
        guard (1...maximumKeys).contains(limit) else {
            throw Failure.wrong("limit", "1 to \(maximumKeys) are allowed, found \(limit)")
        }
        let store = try await call.store()
        // One more than asked for tells whether there is a next page.
        let keys = try await store.keys(
            prefix: call.parameters.text("prefix"),
            after: call.parameters.optionalText("cursor"),
            limit: limit + 1
        )
        let page = keys.prefix(limit)
        return Outcome([
            "keys": .array(page.map { .string($0) }),
            "nextCursor": keys.count > limit ? page.last.map { .string($0) } ?? .null : .null,
        ])
    }

    static let expire = Operation(
        "expire",
        "Gives a record a new lifetime from now on, or none, and says whether there is one.",
        [.instance, .namespace, .key]
            + Member.lifetime("The lifetime; null for ever.", isRequired: true)
    ) { call in
        let ttl = try call.lifetime()
        let store = try await call.store()
        let key = call.parameters.key
        let isThere =
            if let ttl {
                try await store.expire(key, ttl: ttl)
            } else {
                try await store.persist(key)
            }
        return Outcome(["exists": .bool(isThere)])
    }

    static let increment = Operation(
        "increment",
        "Adds to the integer of a record, which counts as 0 where it is missing.",
        [
            .instance, .namespace, .key,
            .optional("by", .integer, "What is added; 1 unless said."),
            .autoCreate,
        ] + Member.lifetime("The lifetime of a record that was missing."),
        traits: .canConflict
    ) { call in
        let parameters = call.parameters
        let ttl = try call.lifetime()
        let sum = try await call.transaction { tx in
            try tx.increment(
                parameters.key,
                by: parameters.integer("by") ?? 1,
                ttlIfNew: ttl
            )
        }
        return Outcome(["value": .integer(Int64(sum))])
    }
}
