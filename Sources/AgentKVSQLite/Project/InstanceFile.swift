internal import AgentKV

/// The text of the file that mirrors an instance: what Codebolt's `kvStore` keeps of it,
/// as JSON.
///
/// The number of its records and its namespaces are live and not in it. Members that others have
/// put there stay.
enum InstanceFile {
    /// Returns the text for an instance; what `present` has besides stays.
    static func text(of metadata: InstanceMetadata, over present: JSONObject?) throws -> String {
        var object = JSONObject()
        object["id"] = .string(metadata.id)
        object["name"] = .string(metadata.name)
        object["description"] = metadata.description.map { .string($0) }
        object["createdAt"] = time(metadata.createdAt)
        object["updatedAt"] = time(metadata.updatedAt)
        for (name, value) in present ?? JSONObject()
        where object[name] == nil && name != "description" {
            object[name] = value
        }
        return try JSONValue.object(object).text() + "\n"
    }

    /// Returns what a file says of an instance; `now`, in milliseconds, stands for times that it does
    /// not say.
    static func metadata(in object: JSONObject, now: Int64) throws(Flaw) -> InstanceMetadata {
        guard let id = object["id"]?.stringValue else { throw Flaw("it has no \"id\"") }
        guard let name = object["name"]?.stringValue else { throw Flaw("it has no \"name\"") }
        let description = object["description"] ?? .null
        if description != .null, description.stringValue == nil {
            throw Flaw("its \"description\" is no text")
        }
        let (created, updated) = (
            try milliseconds("createdAt", of: object), try milliseconds("updatedAt", of: object)
        )
        return InstanceMetadata(
            id: id,
            name: name,
            description: description.stringValue,
            createdAt: created ?? updated ?? now,
            updatedAt: updated ?? created ?? now
        )
    }

    /// Returns the object in the text of a file.
    static func object(in text: [UInt8]) throws(Flaw) -> JSONObject {
        do {
            if case .object(let object) = try JSONValue(parsing: text) { return object }
        } catch {
            throw Flaw("it is no JSON: \(error)")
        }
        throw Flaw("it is no JSON object")
    }

    /// Why a file is not one that mirrors an instance.
    struct Flaw: Error {
        let reason: String

        init(_ reason: String) { self.reason = reason }
    }

    /// A time as ISO 8601 text in UTC; outside the years 0 to 9999 as milliseconds.
    private static func time(_ milliseconds: Int64) -> JSONValue {
        let isCommon = -62_167_219_200_000..<253_402_300_800_000 ~= milliseconds
        return isCommon ? .string(ISO8601.text(milliseconds: milliseconds)) : .integer(milliseconds)
    }

    private static func milliseconds(
        _ name: String,
        of object: JSONObject
    ) throws(Flaw) -> Int64? {
        switch object[name] {
        case nil, .null:
            return nil
        case .integer(let milliseconds):
            return milliseconds
        case .number(let number):
            if let milliseconds = Int64(exactly: number.rounded()) { return milliseconds }
        case .string(let text):
            if let milliseconds = ISO8601.milliseconds(text) { return milliseconds }
        default:
            break
        }
        throw Flaw("its \"\(name)\" is no time: neither ISO 8601 nor milliseconds")
    }
}

extension JSONValue {
    fileprivate var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }
}
