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
            "responses": commonResponses,
            "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
        ],
        "security": [["token": []], [:]],
    ]

    private static var paths: JSONObject {
        var paths = JSONObject()
        for route in Route.all {
            let path = route.pathInDocument
            let method = route.method.rawValue.lowercased()
            var item = JSONObject()
            if case .object(let known)? = paths[path] { item = known }
            item[method] = .object(route.inDocument)
            paths[path] = .object(item)
        }
        for route in OwnRoute.allCases {
            guard let description = route.inDocument else { continue }
            var item = JSONObject()
            for method in route.methods {
                item[method.rawValue.lowercased()] = .object(description)
            }
            paths[route.rawValue] = .object(item)
        }
        return paths.overlaid(with: sockets)
    }

    private static let envelope: JSONValue = [
        "type": "object",
        "required": ["type", "success", "timestamp", "requestId"],
        "properties": [
            "type": ["type": "string"],
            "success": ["type": "boolean"],
            "data": ["type": "object"],
            "error": ["type": "string"],
            "timestamp": ["type": "string", "format": "date-time"],
            "requestId": ["type": "string"],
        ],
    ]
}
