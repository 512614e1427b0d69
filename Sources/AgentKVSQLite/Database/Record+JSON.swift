public import AgentKV
internal import Foundation

/// Records, instances and events as JSON, by the names that the clients of Codebolt's kvStore know;
/// times are ISO 8601 text in UTC to the millisecond.
extension Record {
    /// The record as JSON.
    public var json: JSONObject {
        var object = JSONObject()
        object["id"] = .string(id)
        object["instanceId"] = .string(instanceID)
        object["namespace"] = .string(namespace)
        object["key"] = .string(key)
        object["value"] = value
        object["createdAt"] = .time(createdAt)
        object["updatedAt"] = .time(updatedAt)
        object["expiresAt"] = expiresAt.map { .time($0) }
        object["metadata"] = metadata.map { .object($0) }
        object["revision"] = .integer(revision.rawValue)
        return object
    }
}

extension Instance {
    /// The instance as JSON.
    public var json: JSONObject {
        var object = JSONObject()
        object["id"] = .string(id)
        object["name"] = .string(name)
        object["description"] = description.map { .string($0) }
        object["recordCount"] = .integer(Int64(recordCount))
        object["namespaces"] = .array(namespaces.map { .string($0) })
        object["createdAt"] = .time(createdAt)
        object["updatedAt"] = .time(updatedAt)
        return object
    }
}

extension DatabaseEvent {
    /// What the event is about, as JSON: of an instance all of it, of a deleted one its id, of a
    /// record its place and value.
    public var payload: JSONValue {
        switch kind {
        case .instanceCreated(let instance), .instanceUpdated(let instance): .object(instance.json)
        case .instanceDeleted(let id): .string(id)
        case .recordSet(let id, let namespace, let key, let value):
            [
                "instanceId": .string(id), "namespace": .string(namespace), "key": .string(key),
                "value": value,
            ]
        case .recordDeleted(let id, let namespace, let key):
            ["instanceId": .string(id), "namespace": .string(namespace), "key": .string(key)]
        case .namespaceCleared(let id, let namespace):
            ["instanceId": .string(id), "namespace": .string(namespace)]
        case .writtenByOthers: [:]
        case .overflow(let missed): ["missed": .integer(Int64(missed))]
        }
    }
}

extension JSONValue {
    /// A time as ISO 8601 text.
    static func time(_ date: Date) -> JSONValue {
        .string(ISO8601.text(milliseconds: date.milliseconds))
    }
}
