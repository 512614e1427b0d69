internal import AgentKV
internal import AgentKVSQLite

extension Operation {
    static let getMany = Operation(
        "getMany",
        "Reads several records of a namespace at one moment.",
        [.instance, .namespace, .keys],
        traits: .onlyReads
    ) { call in
        let keys = try call.keys()
        let values = try await call.store().mget(keys)
        let found: [JSONValue] = zip(keys, values).map { key, value in
            ["key": .string(key), "value": value ?? .null, "exists": .bool(value != nil)]
        }
        return Outcome(["values": .array(found)])
    }

    static let setMany = Operation(
        "setMany",
        "Sets several records of a namespace, all or none.",
        [
            .instance, .namespace,
            .required(
                "entries",
                .objects(entry),
                "The records; of a repeated key the last counts."
            ),
            .autoCreate,
        ] + Member.lifetime("How long those live that say nothing else; without it, for ever.")
    ) { call in
        let entries = try call.entries()
        try await call.transaction { tx in
            for entry in entries { try tx.set(entry.key, to: entry.value, ttl: entry.ttl) }
        }
        return Outcome(["count": .integer(Int64(entries.count))])
    }

    /// What there is to say of a record of a batch.
    private static let entry: [Member] =
        [.key, .required("value", .anything, "The value: any JSON.")]
        + Member.lifetime("How long it lives; without it, as long as the batch says.")

    static let deleteMany = Operation(
        "deleteMany",
        "Deletes several records of a namespace, and counts those that there were.",
        [.instance, .namespace, .keys]
    ) { call in
        let keys = try call.keys()
        let count = try await call.store().transaction { tx in
            var count = 0
            for key in keys where try tx.delete(key) { count += 1 }
            return count
        }
        return Outcome(["deletedCount": .integer(Int64(count))])
    }

    static let listAppend = Operation(
        "listAppend",
        "Appends to the list of a record, and returns all of it.",
        [
            .instance, .namespace, .key,
            .required("items", .values, "What is appended."),
            .optional(
                "unique",
                .flag,
                "Whether to leave out items whose id is in the list already."
            ),
            .optional("idKey", .text, "The member that is an item's id; `id` unless said."),
            .autoCreate,
        ] + Member.lifetime("The new lifetime of the list."),
        traits: .canConflict
    ) { call in
        let parameters = call.parameters
        let items = parameters.values("items")
        let ttl = try call.lifetime()
        let list = try await call.transaction { tx -> [JSONValue] in
            if parameters.flag("unique") {
                return try tx.listAppendUnique(
                    parameters.key,
                    items: items,
                    idKey: parameters.optionalText("idKey") ?? "id",
                    ttl: ttl
                )
            }
            try tx.listAppend(parameters.key, items: items, ttl: ttl)
            return try tx.get(parameters.key, default: [])
        }
        return Outcome(["items": .array(list)])
    }

    static let listPopAll = Operation(
        "listPopAll",
        "Takes the whole list of a record and deletes the record.",
        [.instance, .namespace, .key]
    ) { call in
        let items = try await call.store().listPopAll(call.parameters.key)
        return Outcome(["items": .array(items)])
    }
}

extension OperationCall {
    /// The records of a batch, each with its own lifetime or that of the batch.
    fileprivate func entries() throws -> [(key: String, value: JSONValue, ttl: Duration?)] {
        let entries = parameters.values("entries")
        try checkCount(entries.count, of: "entries")
        return try entries.compactMap { entry in
            guard case .object(let object) = entry else { return nil }
            let entry = Parameters(object: object)
            let ttl = try entry.lifetime(of: entry.key, at: now)
            return (
                entry.key, object["value"] ?? .null,
                try ttl ?? parameters.lifetime(of: entry.key, at: now)
            )
        }
    }

    fileprivate func keys() throws -> [String] {
        let keys = parameters.texts("keys")
        try checkCount(keys.count, of: "keys")
        return keys
    }

    fileprivate func checkCount(_ count: Int, of member: String) throws {
        if count > Operation.maximumKeys {
            throw Failure.wrong(member, "\(Operation.maximumKeys) are allowed, found \(count)")
        }
    }
}
