internal import AgentKV
internal import AgentKVSQLite

extension Operation {
    static let getMany = Operation(
        "getMany",
        "Reads several records of a namespace at one moment.",
        [.instance, .namespace, .keys]
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
                .entries,
                "Objects of `key` and `value`; of a repeated key the last counts."
            ),
            .ttl, .autoCreate,
        ]
    ) { call in
        let entries = call.parameters.values("entries")
        try call.checkCount(entries.count, of: "entries")
        let ttl = call.parameters.ttl
        try await call.transaction { tx in
            for entry in entries {
                guard case .string(let key)? = entry["key"] else { continue }
                try tx.set(key, to: entry["value"] ?? .null, ttl: ttl)
            }
        }
        return Outcome(["count": .integer(Int64(entries.count))])
    }

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
            .optional("ttlSeconds", .seconds, "The new lifetime of the list."),
            .autoCreate,
        ],
        traits: .canConflict
    ) { call in
        let parameters = call.parameters
        let items = parameters.values("items")
        let list = try await call.transaction { tx in
            if parameters.flag("unique") {
                try tx.listAppendUnique(
                    parameters.key,
                    items: items,
                    idKey: parameters.optionalText("idKey") ?? "id",
                    ttl: parameters.ttl
                )
            } else {
                try tx.listAppend(parameters.key, items: items, ttl: parameters.ttl)
            }
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
