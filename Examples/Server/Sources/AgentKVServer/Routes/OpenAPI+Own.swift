internal import AgentKV
internal import HTTPTypes

/// The routes of the document that are no operations of the store.
extension OwnRoute {
    /// The description of the route; nil for one that is there only for measuring.
    var inDocument: JSONObject? {
        switch self {
        case .panel:
            Self.described(
                "panel",
                "Returns the page of the panel, or the one to sign in on.",
                [
                    "200": OpenAPI.response("The panel.", contentType: "text/html"),
                    "304": OpenAPI.response("The page is as `If-None-Match` knows it."),
                    "401": OpenAPI.response("The page to sign in on.", contentType: "text/html"),
                ]
            )
        case .file: Self.fileInDocument
        case .signIn: Self.signInInDocument
        case .signOut:
            Self.described(
                "signOut",
                "Ends the session of the panel's cookie.",
                ["303": OpenAPI.response("It is ended; the page to sign in on is at `/`.")]
            )
        case .document:
            Self.described(
                "document",
                "Returns this document.",
                ["200": OpenAPI.response("The document.", contentType: "application/json")]
            )
        case .health:
            Self.described(
                "health",
                "Tells that the server is there, with the last revision.",
                OpenAPI.responses()
            )
        case .metrics:
            Self.described(
                "metrics",
                "Returns what the server counts and times of itself, for Prometheus.",
                ["200": OpenAPI.response("The figures.", contentType: "text/plain")]
            )
        case .constant: nil
        }
    }

    private static var fileInDocument: JSONObject {
        var file = described(
            "file",
            "Returns a file of the panel.",
            [
                "200": OpenAPI.response("The file.", contentType: "*/*"),
                "304": OpenAPI.response("The file is as `If-None-Match` knows it."),
            ],
            failures: ["404"]
        )
        file["parameters"] = [
            [
                "name": "file", "in": "path", "required": true,
                "description": "Its name.", "example": "panel.js", "schema": ["type": "string"],
            ]
        ]
        return file
    }

    private static var signInInDocument: JSONObject {
        var signIn = described(
            "signIn",
            "Begins a session, for a browser that knows the token.",
            [
                "303": OpenAPI.response("It has begun: with a cookie, and the panel at `/`."),
                "401": OpenAPI.response("The token is wrong.", contentType: "text/html"),
            ],
            failures: ["408", "413"]
        )
        let schema: JSONValue = [
            "type": "object", "required": ["token"],
            "properties": ["token": ["type": "string"]],
        ]
        signIn["requestBody"] = [
            "required": true,
            "content": ["application/x-www-form-urlencoded": ["schema": schema]],
        ]
        signIn["security"] = [[:]]
        return signIn
    }

    private static func described(
        _ name: String,
        _ summary: String,
        _ responses: JSONObject,
        failures: [String] = []
    ) -> JSONObject {
        let all = OpenAPI.references(to: failures).overlaid(with: responses)
        return [
            "operationId": .string(name), "summary": .string(summary),
            "responses": .object(all),
        ]
    }
}

/// The sockets of the document: what a request gets that opens one, or fails to.
extension OpenAPI {
    static let sockets: JSONObject = [
        "/ws": ["get": socket("events", "Opens a WebSocket that streams events.")],
        "/codebolt": ["get": requests("requests")], "/plugin": ["get": requests("pluginRequests")],
    ]

    private static func requests(_ name: String) -> JSONValue {
        socket(
            name,
            "Opens a WebSocket that takes requests, and streams events to who asks for them.",
            [("events", "`true` to be told of events, as with `instance`, `namespace` or `after`.")]
        )
    }

    private static func socket(
        _ name: String,
        _ summary: String,
        _ others: [(String, String)] = []
    ) -> JSONValue {
        let parameters =
            others + [
                ("instance", "The id or the name of the instance whose events are wanted."),
                ("namespace", "The namespace whose events are wanted."),
                ("after", "The revision after which the events are wanted."),
                ("token", "The token, where the client cannot set a header."),
            ]
        var responses = references(to: [])
        responses["101"] = response("The WebSocket is open.")
        responses["426"] = [
            "description": "It is no request for a WebSocket of version 13.",
            "content": envelopeContent,
        ]
        return [
            "operationId": .string(name), "summary": .string(summary),
            "parameters": .array(
                parameters.map { name, about in
                    [
                        "name": .string(name), "in": "query", "required": false,
                        "description": .string(about), "schema": ["type": "string"],
                    ]
                }
            ),
            "responses": .object(responses),
        ]
    }
}
