import AgentKV
import AgentKVSQLite
import HTTPTypes
import Testing

@testable import AgentKVServer

@Suite struct OpenAPITests {
    @Test(arguments: DescribedRequest.all)
    func `Every request of the document is served, with a status that it names`(
        request: DescribedRequest
    )
        async throws
    {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            let body = request.members.map { JSONValue.object($0) }
            let answer = try await client.send(request.method, request.path, body)
            #expect(![404, 405].contains(answer.status))
            #expect(request.describes(answer.status), "\(answer.status)")
            if request.hasEnvelope {
                #expect(answer.json["type"] == .string("kvStore.\(request.name ?? "")"))
            }
        }
    }

    @Test func `Every route that is served is in the document, by a name of its own`() {
        var served = Route.all.map { "\($0.method.rawValue) \($0.pathInDocument)" }
        for route in OwnRoute.allCases where route != .constant {
            served += route.methods.map { "\($0.rawValue) \(route.rawValue)" }
        }
        served += ["GET /ws", "GET /codebolt", "GET /plugin"]
        let described = DescribedRequest.all.map(\.testDescription)
        #expect(described.sorted() == served.sorted())
        #expect(Set(DescribedRequest.all.compactMap(\.name)).count == served.count)
    }

    @Test(arguments: DescribedRequest.all)
    func `The members that have to be there are those without which it is 400`(
        request: DescribedRequest
    )
        async throws
    {
        guard let members = request.members else { return }
        try await withRoutes { client in
            for (name, _) in members {
                _ = try? await client.database.createInstance(name: "a")
                var others = members
                others[name] = nil
                let answer = try await client.send(request.method, request.path, .object(others))
                #expect((answer.status == 400) == request.required.contains(name), "\(name)")
            }
        }
    }

    @Test func `Conditions, entity tags and their statuses are described`() {
        let paths = OpenAPI.document["paths"]
        let path = paths?["/kvstore/kv/{instanceId}/{namespace}/{key}"]
        let (get, set) = (path?["get"], paths?["/kvstore/kv"]?["post"])
        #expect(Self.headers(of: get) == ["If-None-Match"])
        #expect(Self.headers(of: set) == ["If-Match", "If-None-Match"])
        #expect(Self.headers(of: path?["delete"]) == ["If-Match", "If-None-Match"])
        #expect(get?["responses"]?["200"]?["headers"]?["ETag"] != nil)
        #expect(get?["responses"]?["304"] != nil)
        #expect(set?["responses"]?["200"]?["headers"]?["ETag"] != nil)
        for status in ["400", "401", "403", "404", "412", "413", "503"] {
            #expect(set?["responses"]?[status] != nil)
        }
        #expect(paths?["/kvstore/instances"]?["post"]?["responses"]?["409"] != nil)
    }

    @Test(arguments: Route.all)
    func `A body is described as closed where the route refuses what it does not know`(
        route: Route
    ) {
        let item = OpenAPI.document["paths"]?[route.pathInDocument]
        let described = item?[route.method.rawValue.lowercased()]
        let schema = described?["requestBody"]?["content"]?["application/json"]?["schema"]
        guard let schema else { return }
        let isClosed = schema["additionalProperties"] == false
        #expect(isClosed == !route.operation.traits.contains(.onlyReads))
        guard let entries = schema["properties"]?["entries"] else { return }
        #expect(entries["items"]?["additionalProperties"] == false)
        #expect(entries["items"]?["required"] == ["key", "value"])
    }

    @Test func `A lifetime is described in two ways, of which one is given`() {
        let paths = OpenAPI.document["paths"]
        let schema = { (path: String) in
            let body = paths?[path]?["post"]?["requestBody"]
            return body?["content"]?["application/json"]?["schema"]
        }
        let both: JSONValue = ["ttlSeconds", "expiresAt"]
        #expect(schema("/kvstore/kv")?["not"] == ["required": both])
        #expect(
            schema("/kvstore/expire")?["oneOf"] == [
                ["required": ["ttlSeconds"]], ["required": ["expiresAt"]],
            ]
        )
        let entry = schema("/kvstore/batch/set")?["properties"]?["entries"]?["items"]
        #expect(entry?["not"] == ["required": both])
        #expect(schema("/kvstore/batch/get")?["not"] == nil)
    }

    @Test func `Only what can conflict is described with 409`() {
        let paths = OpenAPI.document["paths"]
        let (append, pop) = (paths?["/kvstore/list/append"], paths?["/kvstore/list/pop"])
        #expect(append?["post"]?["responses"]?["409"] != nil)
        #expect(pop?["post"]?["responses"]?["200"] != nil)
        #expect(pop?["post"]?["responses"]?["409"] == nil)
    }

    @Test func `Whatever the document points to is there`() throws {
        let references = OpenAPI.text.matches(of: /"\$ref":"#\/([^"]*)"/)
        #expect(!references.isEmpty)
        for reference in references {
            var value: JSONValue? = OpenAPI.document
            for name in reference.1.split(separator: "/") { value = value?[String(name)] }
            #expect(value != nil, "\(reference.1)")
        }
    }

    private static func headers(of operation: JSONValue?) -> [JSONValue] {
        guard case .array(let parameters)? = operation?["parameters"] else { return [] }
        return parameters.filter { $0["in"] == "header" }.compactMap { $0["name"] }
    }

    @Test func `Every part of a path and of a query is described`() throws {
        for route in Route.all {
            for name in route.pathMembers {
                #expect(route.operation.members.contains { $0.name == name })
            }
        }
        let listing = OpenAPI.document["paths"]?["/kvstore/keys/{instanceId}/{namespace}"]?["get"]
        guard case .array(let parameters)? = listing?["parameters"] else {
            Issue.record("it has no parameters")
            return
        }
        #expect(
            parameters.compactMap { $0["name"] }
                == ["instanceId", "namespace", "prefix", "cursor", "limit"]
        )
        #expect(parameters.compactMap { $0["in"] } == ["path", "path", "query", "query", "query"])
    }

    @Test func `The twelve operations of the client can be asked for by a frame`() {
        let names = [
            "createInstance", "getInstance", "listInstances", "updateInstance", "deleteInstance",
            "get", "set", "delete", "deleteNamespace", "query", "getNamespaces", "getRecordCount",
        ]
        for name in names { #expect(Operation.byName["kvStore.\(name)"] != nil) }
    }
}
