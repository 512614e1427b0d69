internal import AgentKV

/// The answers of the document, by status.
extension OpenAPI {
    /// What the document calls the answers that routes have in common.
    static let failures: KeyValuePairs = [
        "400": "The request is wrong: `error` names the member and the reason.",
        "401": "The token is missing or wrong.",
        "403": "The origin is foreign, or the host is not this server's.",
        "404": "There is no such instance.",
        "408": "The body has not come in time.",
        "409": "What is stored does not allow it.",
        "412": "The condition does not hold; nothing is changed.",
        "413": "The body is over the limit.",
        "503": "It cannot be done now: too many requests, the disk is full, or the time is over.",
        "default": "It is not done.",
    ]

    /// The answers of an envelope, with these statuses besides those that any request can have.
    static func responses(
        done: String = "200",
        failures: [String] = [],
        tellsRevision: Bool = false
    ) -> JSONObject {
        var responses = JSONObject()
        var response: JSONObject = ["description": "It is done.", "content": envelopeContent]
        if tellsRevision { response["headers"] = entityTag }
        responses[done] = .object(response)
        return references(to: failures).overlaid(with: responses)
    }

    /// The failures of these statuses, and those that any request can have.
    static func references(to statuses: [String]) -> JSONObject {
        var responses = JSONObject()
        for status in (statuses + ["400", "401", "403", "503", "default"]).sorted() {
            responses[status] = ["$ref": .string("#/components/responses/\(status)")]
        }
        return responses
    }

    /// An answer that is no envelope.
    static func response(_ description: String, contentType: String? = nil) -> JSONValue {
        guard let contentType else { return ["description": .string(description)] }
        let content: JSONObject = [contentType: ["schema": ["type": "string"]]]
        return ["description": .string(description), "content": .object(content)]
    }

    static let entityTag: JSONValue = [
        "ETag": [
            "description": "The revision of the record, in quotes; left out where there is none.",
            "schema": ["type": "string"],
        ]
    ]

    static let envelopeContent: JSONValue = [
        "application/json": ["schema": ["$ref": "#/components/schemas/Envelope"]]
    ]

    /// What the document keeps in one place, for all routes to point to.
    static var commonResponses: JSONValue {
        var responses = JSONObject()
        for (status, text) in failures {
            responses[status] = ["description": .string(text), "content": envelopeContent]
        }
        return .object(responses)
    }
}

extension JSONObject {
    /// The members of both objects; of a name that both have, that of the other one.
    func overlaid(with other: JSONObject) -> JSONObject {
        var object = self
        for (name, value) in other { object[name] = value }
        return object
    }
}
