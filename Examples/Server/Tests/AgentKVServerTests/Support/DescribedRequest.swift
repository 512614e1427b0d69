import AgentKV
import HTTPTypes
import Testing

@testable import AgentKVServer

/// A request as the OpenAPI document describes it.
struct DescribedRequest: Sendable, CustomTestStringConvertible {
    let method: HTTPRequest.Method
    /// The path, with the names of members in braces.
    let template: String
    private let operation: JSONValue

    /// All requests of the document.
    static let all: [DescribedRequest] = OpenAPI.document["paths"].members.flatMap { path, item in
        JSONValue?.some(item).members.compactMap { name, operation in
            HTTPRequest.Method(name.uppercased()).map {
                DescribedRequest(method: $0, template: path, operation: operation)
            }
        }
    }

    var testDescription: String { "\(method.rawValue) \(template)" }

    var name: String? { operation["operationId"]?.text }

    /// The path of an instance `a`, of a file that there is, and of whatever else.
    var path: String {
        template.replacing("{instanceId}", with: "a").replacing("{file}", with: "panel.js")
            .replacing(/{[^}]*}/, with: "x")
    }

    /// Whether an answer of this status is described.
    func describes(_ status: Int) -> Bool { operation["responses"]?["\(status)"] != nil }

    /// Whether the answer is an envelope where the request is done.
    var hasEnvelope: Bool {
        let responses = operation["responses"]
        let done = responses?["200"] ?? responses?["201"]
        return done?["content"]?["application/json"]?["schema"]?["$ref"] != nil
    }

    /// The members of the body, each with a value that it may have; nil where there is no such body.
    var members: JSONObject? {
        guard let schema, schema["type"] == "object" else { return nil }
        if case .object(let object) = schema.example { return object }
        return nil
    }

    /// The members of the body that have to be there; of several that will do, the first.
    var required: [String] {
        [schema?["required"], schema?["oneOf"]?[0]?["required"]].flatMap(\.texts)
    }

    private var schema: JSONValue? {
        operation["requestBody"]?["content"]?["application/json"]?["schema"]
    }
}

extension JSONValue? {
    fileprivate var members: JSONObject {
        if case .object(let object)? = self { object } else { [:] }
    }

    fileprivate var texts: [String] {
        if case .array(let elements)? = self { elements.compactMap(\.text) } else { [] }
    }
}

extension JSONValue {
    fileprivate var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The members that stand in the place of another one, and not beside it.
    private var others: [String] {
        if case .array(let choices)? = self["oneOf"] {
            return choices.dropFirst().flatMap { $0["required"].texts }
        }
        return Array((self["not"]?["required"]).texts.dropFirst())
    }

    /// A value that a schema of the document allows.
    fileprivate var example: JSONValue {
        switch self["type"] {
        case "string": "a"
        case "boolean": false
        case "object":
            .object(
                self["properties"].members.reduce(into: [:]) { object, member in
                    if !others.contains(member.name) { object[member.name] = member.value.example }
                }
            )
        case "array": .array([self["items"]?.example ?? 1])
        default: 1
        }
    }
}
