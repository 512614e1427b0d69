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
    func recordLine(limits: StoreLimits) throws -> String {
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
        return try JSONValue.object(record).text(maximumDepth: limits.lineDepth)
    }
}
