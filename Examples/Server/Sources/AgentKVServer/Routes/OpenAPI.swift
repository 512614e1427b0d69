internal import AgentKV
internal import HTTPTypes

/// The description of the routes for machines, in the form of OpenAPI 3.1, made of the routes
/// themselves.
enum OpenAPI {
    /// The document as JSON text.
    static let text = document.description

    /// The document.
    static let document: JSONValue = [
        "openapi": "3.1.0",
        "info": [
            "title": "AgentKV",
            "version": "1",
            "description": "A key-value store: instances, namespaces and records, over SQLite.",
        ],
        "paths": .object(paths),
        "components": [
            "schemas": ["Envelope": envelope],
            "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
        ],
        "security": [["token": []], [:]],
    ]

    private static var paths: JSONObject {
        var paths = JSONObject()
        for route in Route.all {
            let path = route.parts.map(\.inDocument).joined()
            let method = route.method.rawValue.lowercased()
            var item = JSONObject()
            if case .object(let known)? = paths[path] { item = known }
            item[method] = .object(route.inDocument)
            paths[path] = .object(item)
        }
        for (path, item) in own { paths[path] = item }
        return paths
    }

    /// What the server tells of itself.
    private static let own: JSONObject = [
        "/kvstore/health": [
            "get": [
                "summary": "Tells that the server is there, with the last revision.",
                "responses": Route.responses(),
            ]
        ],
        "/kvstore/metrics": [
            "get": [
                "summary": "Returns what the server counts and times of itself, for Prometheus.",
                "responses": [
                    "200": [
                        "description": "The figures.",
                        "content": ["text/plain": ["schema": ["type": "string"]]],
                    ],
                    "default": ["description": "It is not done."],
                ],
            ]
        ],
    ]

    private static let envelope: JSONValue = [
        "type": "object",
        "required": ["type", "success", "timestamp", "requestId"],
        "properties": [
            "type": ["type": "string"],
            "success": ["type": "boolean"],
            "data": ["type": "object"],
            "message": ["type": "string"],
            "error": ["type": "string"],
            "timestamp": ["type": "string", "format": "date-time"],
            "requestId": ["type": "string"],
        ],
    ]
}

extension Route.Part {
    fileprivate var inDocument: String {
        switch self {
        case .word(let word): "/\(word)"
        case .member(let name): "/{\(name)}"
        }
    }
}

extension Route {
    fileprivate var inDocument: JSONObject {
        var object: JSONObject = [
            "operationId": .string(String(operation.name.dropFirst("kvStore.".count))),
            "summary": .string(operation.summary),
        ]
        let inPath = operation.members.filter { pathMembers.contains($0.name) }
        let parameters =
            inPath.map { $0.parameter(in: "path") } + queryMembers.map { $0.parameter(in: "query") }
        if !parameters.isEmpty { object["parameters"] = .array(parameters) }
        object["requestBody"] = requestBody
        let done = operation.name == Operation.createInstance.name ? "201" : "200"
        object["responses"] = Self.responses(done: done)
        return object
    }

    private var requestBody: JSONValue? {
        let schema: JSONValue
        switch body {
        case .none: return nil
        case .members:
            let members = operation.members.filter { !pathMembers.contains($0.name) }
            schema = JSONValue.schema(of: members)
        case .member: schema = ["type": "object"]
        }
        return ["required": true, "content": ["application/json": ["schema": schema]]]
    }

    fileprivate static func responses(done: String = "200") -> JSONValue {
        let content: JSONValue = [
            "application/json": ["schema": ["$ref": "#/components/schemas/Envelope"]]
        ]
        var responses = JSONObject()
        responses[done] = ["description": "It is done.", "content": content]
        responses["default"] = ["description": "It is not done.", "content": content]
        return .object(responses)
    }
}

extension Member {
    fileprivate func parameter(in place: String) -> JSONValue {
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
    fileprivate static func schema(of members: [Member]) -> JSONValue {
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
