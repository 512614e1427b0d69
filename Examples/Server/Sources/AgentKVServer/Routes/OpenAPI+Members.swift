internal import AgentKV

extension Member {
    func parameter(in place: String) -> JSONValue {
        [
            "name": .string(name), "in": .string(place),
            "required": .bool(isRequired || place == "path"),
            "description": .string(about), "schema": .object(schema()),
        ]
    }

    /// The schema of a value; objects in it have no other members than those named if it `isClosed`.
    fileprivate func schema(isClosed: Bool = false) -> JSONObject {
        switch kind {
        case .text: ["type": "string"]
        case .flag: ["type": "boolean"]
        case .integer: ["type": "integer"]
        case .seconds: ["type": type("number"), "exclusiveMinimum": 0]
        case .time: ["type": type("string", "number")]
        case .object: ["type": "object"]
        case .texts: ["type": "array", "items": ["type": "string"]]
        case .values: ["type": "array"]
        case .objects(let members):
            ["type": "array", "items": JSONValue.schema(of: members, isClosed: isClosed)]
        case .anything: [:]
        }
    }

    /// The names of its types, with that of null where it may be null.
    private func type(_ names: JSONValue...) -> JSONValue {
        let names = names + (takesNull ? ["null"] : [])
        return names.count == 1 ? names[0] : .array(names)
    }
}

extension JSONValue {
    /// The schema of an object of members, with no others if it `isClosed`.
    static func schema(of members: [Member], isClosed: Bool) -> JSONValue {
        var properties = JSONObject()
        for member in members {
            var schema = member.schema(isClosed: isClosed)
            schema["description"] = .string(member.about)
            properties[member.name] = .object(schema)
        }
        let required = members.filter { $0.isRequired && $0.alternative == nil }
        var schema: JSONObject = [
            "type": "object", "required": names(of: required), "properties": .object(properties),
        ]
        if isClosed { schema["additionalProperties"] = false }
        // Members of which one stands in the place of the other.
        let alternatives = members.filter { $0.alternative != nil }
        if alternatives.contains(where: \.isRequired) {
            schema["oneOf"] = .array(alternatives.map { ["required": names(of: [$0])] })
        } else if !alternatives.isEmpty {
            schema["not"] = ["required": names(of: alternatives)]
        }
        return .object(schema)
    }

    private static func names(of members: [Member]) -> JSONValue {
        .array(members.map { .string($0.name) })
    }
}
