internal import AgentKV
internal import HTTPTypes

/// The routes of the store in the document, made of the routes themselves.
extension Route {
    /// The path, with the names of its members in braces.
    var pathInDocument: String {
        parts.map { part in
            switch part {
            case .word(let word): "/\(word)"
            case .member(let name): "/{\(name)}"
            }
        }.joined()
    }

    var inDocument: JSONObject {
        var object: JSONObject = [
            "operationId": .string(String(operation.name.dropFirst("kvStore.".count))),
            "summary": .string(operation.summary),
        ]
        let inPath = operation.members.filter { pathMembers.contains($0.name) }
        let parameters =
            inPath.map { $0.parameter(in: "path") } + queryMembers.map { $0.parameter(in: "query") }
            + headers
        if !parameters.isEmpty { object["parameters"] = .array(parameters) }
        object["requestBody"] = requestBody
        object["responses"] = .object(responses)
        return object
    }

    private var requestBody: JSONValue? {
        let schema: JSONValue
        switch body {
        case .none: return nil
        case .members:
            let members = operation.members.filter { !pathMembers.contains($0.name) }
            schema = JSONValue.schema(of: members, isClosed: isStrict)
        case .member(let name):
            schema = [
                "type": "object",
                "description": .string("What `\(name)` is, or an object with it as a member."),
            ]
        }
        return ["required": true, "content": ["application/json": ["schema": schema]]]
    }

    /// Whether it is a read that a client can do without where it knows the revision.
    private var canBeNotModified: Bool {
        method == .get && operation.traits.contains(.tellsRevision)
    }

    /// The headers by which a request is done only under a condition.
    private var headers: [JSONValue] {
        if canBeNotModified {
            return [
                .header(
                    "If-None-Match",
                    "Revisions in quotes: 304 while one is the present one. * for any record."
                )
            ]
        }
        guard operation.traits.contains(.takesCondition) else { return [] }
        return [
            .header(
                "If-Match",
                "A revision in quotes, which has to be the present one, or * for any record."
            ),
            .header("If-None-Match", "*: there has to be no record."),
        ]
    }

    private var responses: JSONObject {
        var failures: [String] = []
        // Whatever names an instance, a query as well, finds none where it is missing.
        let names = operation.members.map(\.name)
        let needsInstance = !operation.traits.contains(.needsNoInstance)
        if names.contains(Member.instance.name) && needsInstance || names.contains("query") {
            failures.append("404")
        }
        if operation.traits.contains(.canConflict) { failures.append("409") }
        if operation.traits.contains(.takesCondition) { failures.append("412") }
        if readsBody { failures += ["408", "413"] }
        var responses = OpenAPI.responses(
            done: operation.name == Operation.createInstance.name ? "201" : "200",
            failures: failures,
            tellsRevision: operation.traits.contains(.tellsRevision)
        )
        if canBeNotModified {
            responses["304"] = [
                "description": "If-None-Match names the present revision.",
                "headers": OpenAPI.entityTag,
            ]
        }
        return responses
    }
}

extension JSONValue {
    /// A header that a request may have.
    fileprivate static func header(_ name: String, _ about: String) -> JSONValue {
        [
            "name": .string(name), "in": "header", "required": false,
            "description": .string(about), "schema": ["type": "string"],
        ]
    }
}
