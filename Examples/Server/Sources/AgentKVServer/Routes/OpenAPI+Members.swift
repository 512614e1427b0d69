internal import AgentKV

extension Member {
    func parameter(in place: String) -> JSONValue {
        [
            "name": .string(name), "in": .string(place),
            "required": .bool(isRequired || place == "path"),
            "description": .string(about), "schema": schema,
        ]
    }

    fileprivate var schema: JSONValue {
        switch kind {
        case .text: ["type": "string"]
        case .flag: ["type": "boolean"]
        case .integer: ["type": "integer"]
        case .seconds: ["type": "number", "exclusiveMinimum": 0]
        case .secondsOrNull: ["type": ["number", "null"], "exclusiveMinimum": 0]
        case .object: ["type": "object"]
        case .texts: ["type": "array", "items": ["type": "string"]]
        case .values: ["type": "array"]
        case .entries:
            [
                "type": "array",
                "items": [
                    "type": "object", "required": ["key", "value"],
                    "properties": ["key": ["type": "string"], "value": [:]],
                ],
            ]
        case .anything: [:]
        }
    }
}

extension JSONValue {
    static func schema(of members: [Member]) -> JSONValue {
        var properties = JSONObject()
        for member in members {
            guard case .object(var schema) = member.schema else { continue }
            schema["description"] = .string(member.about)
            properties[member.name] = .object(schema)
        }
        let required = members.filter(\.isRequired).map { JSONValue.string($0.name) }
        return [
            "type": "object", "required": .array(required), "properties": .object(properties),
        ]
    }
}
