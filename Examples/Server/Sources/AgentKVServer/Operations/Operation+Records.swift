internal import AgentKV
internal import AgentKVSQLite
internal import HTTPTypes

extension Operation {
    static let get = Operation(
        "get",
        "Reads a record.",
        [.instance, .namespace, .key],
        traits: [.tellsRevision, .onlyReads]
    ) { call in
        let parameters = call.parameters
        let record = try await call.database.record(
            parameters.key,
            instance: parameters.instance,
            namespace: parameters.namespace
        )
        guard let record else { return Outcome(["value": .null, "exists": false]) }
        return Outcome(record.found, revision: record.revision)
    }

    static let set = Operation(
        "set",
        "Sets a record.",
        [
            .instance, .namespace, .key,
            .required("value", .anything, "The value: any JSON."),
            .autoCreate,
            .optional(
                "metadata",
                .object,
                "What is noted beside the value, laid over what was noted before."
            ),
        ] + Member.lifetime("How long it lives; without it, for ever."),
        traits: [.takesCondition, .tellsRevision]
    ) { call in
        let record = try await call.set(call.parameters.object["value"] ?? .null)
        return Outcome(["record": .object(record.json)], revision: record.revision)
    }

    static let delete = Operation(
        "delete",
        "Deletes a record, and says whether there was one.",
        [.instance, .namespace, .key],
        traits: .takesCondition
    ) { call in
        Outcome(["deleted": .bool(try await call.delete())])
    }

    static let deleteNamespace = Operation(
        "deleteNamespace",
        "Deletes all records of a namespace, and counts them.",
        [.instance, .namespace]
    ) { call in
        let count = try await call.database.deleteNamespace(
            call.parameters.namespace,
            instance: call.parameters.instance
        )
        return Outcome(["deletedCount": .integer(Int64(count))])
    }

    static let query = Operation(
        "query",
        "Returns the records that a query asks for, and how many match in all.",
        [.required("query", .object, "The query, in either dialect.")],
        traits: .onlyReads
    ) { call in
        let query = try Query(json: call.parameters.object["query"] ?? .null)
        return Outcome(["result": try await call.database.query(query).json])
    }
}

extension OperationCall {
    fileprivate func set(_ value: JSONValue) async throws -> Record {
        let ttl = try lifetime()
        guard let condition else {
            return try await database.set(
                parameters.key,
                to: value,
                instance: parameters.instance,
                namespace: parameters.namespace,
                metadata: parameters.object("metadata"),
                ttl: ttl,
                autoCreateInstance: parameters.autoCreatesInstance
            )
        }
        let record = try await database.set(
            parameters.key,
            to: value,
            if: condition,
            instance: parameters.instance,
            namespace: parameters.namespace,
            metadata: parameters.object("metadata"),
            ttl: ttl,
            autoCreateInstance: parameters.autoCreatesInstance
        )
        guard let record else { throw Failure.conditionFailed }
        return record
    }

    fileprivate func delete() async throws -> Bool {
        let (key, instance) = (parameters.key, parameters.instance)
        let namespace = parameters.namespace
        guard let condition else {
            return try await database.delete(key, instance: instance, namespace: namespace)
        }
        let isDeleted = try await database.delete(
            key,
            if: condition,
            instance: instance,
            namespace: namespace
        )
        guard let isDeleted else { throw Failure.conditionFailed }
        return isDeleted
    }
}

extension Failure {
    fileprivate static let conditionFailed = Failure(
        .preconditionFailed,
        "the record has another revision by now than the condition asks for; nothing was changed"
    )
}

extension Record {
    /// The record as the answer to `get`: the value first, and what is known of it beside.
    fileprivate var found: JSONObject {
        let json = json
        var found: JSONObject = ["value": value, "exists": true]
        for name in ["revision", "createdAt", "updatedAt", "expiresAt", "metadata"] {
            found[name] = json[name]
        }
        return found
    }
}
