internal import AgentKV
internal import Foundation

extension ExportHeader {
    /// The line, without its end.
    var line: String {
        var members: JSONObject = [
            "id": .string(instance.id), "name": .string(instance.name),
            "createdAt": .integer(instance.createdAt.milliseconds),
            "updatedAt": .integer(instance.updatedAt.milliseconds),
        ]
        members["description"] = instance.description.map(JSONValue.string)
        members["userID"] = userID.map(JSONValue.string)
        var header: JSONObject = [
            "format": .string(Self.format), "version": .integer(Self.version),
            "instance": .object(members), "revision": .integer(revision.rawValue),
        ]
        header["namespace"] = namespace.map(JSONValue.string)
        return JSONValue.object(header).description
    }
}

extension Statement {
    /// The line of the record in a row of the columns of ``ExportCursor``, without its end.
    func recordLine(_ messages: [JSONValue], limits: StoreLimits) throws -> String {
        let key = text(1)
        var record: JSONObject = [
            "namespace": .string(text(0)), "key": .string(key),
            "value": try json(2, for: key, limits: limits),
            "createdAt": .integer(integer(4)), "updatedAt": .integer(integer(5)),
        ]
        record["id"] = optionalText(3).map(JSONValue.string)
        record["expiresAt"] = deadline(6).map(JSONValue.integer)
        if !isNull(7), case .object(let metadata) = try json(7, for: key, limits: limits) {
            record["metadata"] = .object(metadata)
        }
        record["createdBy"] = optionalText(8).map(JSONValue.string)
        record["updatedBy"] = optionalText(9).map(JSONValue.string)
        if !messages.isEmpty { record["messages"] = .array(messages) }
        return try JSONValue.object(record).text(maximumDepth: limits.lineDepth)
    }

    /// What is known of messages, in a row of the columns of ``ExportedMessages``.
    func messagePart(limits: StoreLimits) throws -> JSONValue {
        var part: JSONObject = [
            "kind": .string(text(2)),
            "value": try json(4, for: text(1), limits: limits.forMetadata),
        ]
        if byteCount(3) > 0 { part["name"] = .string(text(3)) }
        part["due"] = deadline(5).map(JSONValue.integer)
        return .object(part)
    }
}
