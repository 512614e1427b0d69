internal import AgentKV
internal import AgentKVSQLite
internal import HTTPTypes

extension Operation {
    static let createInstance = Operation(
        "createInstance",
        "Makes an instance.",
        [
            .required("name", .text, "What people call it; no other instance has the name."),
            .optional("description", .text, "What it is for."),
        ],
        traits: .canConflict
    ) { call in
        let instance = try await call.database.createInstance(
            name: call.parameters.text("name"),
            description: call.parameters.optionalText("description")
        )
        return Outcome(["instance": .object(instance.json)], status: .created)
    }

    static let listInstances = Operation(
        "listInstances",
        "Lists all instances, the newest first, with their live counts.",
        traits: .onlyReads
    ) { call in
        let instances = try await call.database.listInstances()
        return Outcome(["instances": .array(instances.map { .object($0.json) })])
    }

    static let getInstance = Operation(
        "getInstance",
        "Describes an instance, with its live counts.",
        [.instance],
        traits: .onlyReads
    ) { call in
        let name = call.parameters.instance
        guard let instance = try await call.database.getInstance(name) else {
            throw StoreError.unknownInstance(name, reason: "there is none of that id or name")
        }
        return Outcome(["instance": .object(instance.json)])
    }

    static let updateInstance = Operation(
        "updateInstance",
        "Changes the name of an instance, its description, or both.",
        [
            .instance,
            .optional("name", .text, "Its new name."),
            .optional("description", .text, "Its new description."),
        ],
        traits: .canConflict
    ) { call in
        let instance = try await call.database.updateInstance(
            call.parameters.instance,
            name: call.parameters.optionalText("name"),
            description: call.parameters.optionalText("description")
        )
        return Outcome(["instance": .object(instance.json)])
    }

    static let deleteInstance = Operation(
        "deleteInstance",
        "Deletes an instance and all its records, and says whether there was one.",
        [.instance],
        traits: .needsNoInstance
    ) { call in
        let isDeleted = try await call.database.deleteInstance(call.parameters.instance)
        return Outcome(["deleted": .bool(isDeleted)])
    }

    static let getNamespaces = Operation(
        "getNamespaces",
        "Lists the namespaces of an instance that hold a record, sorted.",
        [.instance],
        traits: .onlyReads
    ) { call in
        let names = try await call.database.getNamespaces(instance: call.parameters.instance)
        return Outcome(["namespaces": .array(names.map { .string($0) })])
    }

    static let getRecordCount = Operation(
        "getRecordCount",
        "Counts the records of an instance, or of one namespace of it.",
        [.instance, .optional("namespace", .text, "The namespace.")],
        traits: .onlyReads
    ) { call in
        let count = try await call.database.getRecordCount(
            instance: call.parameters.instance,
            namespace: call.parameters.optionalText("namespace")
        )
        return Outcome(["count": .integer(Int64(count))])
    }
}
