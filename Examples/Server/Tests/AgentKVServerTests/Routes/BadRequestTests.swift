import AgentKV
import AgentKVSQLite
import HTTPTypes
import Testing

@testable import AgentKVServer

@Suite struct BadRequestTests {
    @Test(arguments: [
        "", "{", "[]", "null", "\"text\"", "{\"instanceId\": 1", "\u{FEFF}{}", "{\"a\":1e999}",
        "{} {}",
    ])
    func `A body that is no JSON object is 400, and nothing is written`(body: String) async throws {
        try await withRoutes { client in
            let answer = try await client.send(.post, "/kvstore/kv", text: body)
            #expect(answer.status == 400)
            #expect(answer.json["type"] == "kvStore.set")
            #expect(answer.json["success"] == false)
            #expect(answer.json["data"] == nil)
            #expect(try await client.database.listInstances().isEmpty)
        }
    }

    @Test(arguments: Route.all.filter { $0.method == .post || $0.method == .put })
    func `A member that is missing or of another kind is named`(route: Route) async throws {
        guard case .members = route.body else { return }
        try await withRoutes { client in
            let path = "/" + route.parts.map(\.example).joined(separator: "/")
            let members = route.operation.members.filter { !route.pathMembers.contains($0.name) }
            for member in members {
                var object = JSONObject()
                for other in members where other.name != Member.endName {
                    object[other.name] = other.kind.example
                }
                if let alternative = member.alternative { object[alternative] = nil }
                if member.isRequired {
                    object[member.name] = nil
                    let answer = try await client.send(route.method, path, .object(object))
                    #expect(answer.status == 400)
                    let first = member.name == Member.endName ? Member.ttlName : member.name
                    #expect(answer.error == "`\(first)`: it is missing")
                }
                guard case .anything = member.kind else {
                    object[member.name] = .bool(true)
                    if case .flag = member.kind { object[member.name] = 1 }
                    let answer = try await client.send(route.method, path, .object(object))
                    #expect(answer.status == 400)
                    #expect(answer.error.contains("`\(member.name)`"))
                    continue
                }
            }
            #expect(try await client.database.listInstances().isEmpty)
        }
    }

    @Test(arguments: [0, -1, -0.5] as [Double])
    func `A lifetime that is not above zero is refused`(seconds: Double) async throws {
        try await withRoutes { client in
            let answer = try await client.send(
                .post,
                "/kvstore/kv",
                [
                    "instanceId": "a", "namespace": "n", "key": "k", "value": 1,
                    "autoCreateInstance": true, "ttlSeconds": .number(seconds),
                ]
            )
            #expect(answer.status == 400)
            #expect(answer.error.contains("ttlSeconds"))
            #expect(try await client.database.listInstances().isEmpty)
        }
    }

    @Test(arguments: ["%", "%2", "%zz", "%ff", "%c3%28"])
    func `A wrong percent-encoding is 400`(part: String) async throws {
        try await withRoutes { client in
            for path in ["/kvstore/kv/a/n/\(part)", "/kvstore/count/a?namespace=\(part)"] {
                let answer = try await client.send(.get, path)
                #expect(answer.status == 400)
                #expect(answer.error.contains("percent-encoding"))
            }
        }
    }

    @Test func `An unknown path is 404, and an unknown method 405 with those there are`()
        async throws
    {
        try await withRoutes { client in
            for path in ["/kvstore", "/kvstore/nope", "/nope", "/kvstore/kv/a/n/k/more", "//"] {
                let answer = try await client.send(.get, path)
                #expect(answer.status == 404)
                #expect(answer.json["success"] == false)
            }
            let answer = try await client.send(.patch, "/kvstore/instances")
            #expect(answer.status == 405)
            #expect(answer.headers[.allow] == "POST, GET")
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.post, "/kvstore/health", "GET"),
        (.delete, "/kvstore/openapi.json", "GET"), (.post, "/kvstore/metrics", "GET"),
        (.post, "/", "GET"), (.put, "/panel.js", "GET"), (.get, "/session", "POST"),
        (.get, "/session/end", "POST"), (.options, "/", "GET"),
    ])
    func `An unknown method of the server's own routes is 405 as well`(
        method: HTTPRequest.Method,
        path: String,
        allowed: String
    )
        async throws
    {
        try await withRoutes { client in
            let answer = try await client.send(method, path)
            #expect(answer.status == 405)
            #expect(answer.headers[.allow] == allowed)
            #expect(try await client.send(.post, "/nope.js").status == 404)
        }
        try await withRoutes(.changed { $0.token = AccessToken("secret") }) { client in
            let unknown = try await client.send(method, path)
            #expect(unknown.status == 401)
        }
    }

    @Test func `A body over the limit is 413 by its length`() async throws {
        try await withRoutes(.changed { $0.limits.bodyBytes = 1_000 }) { client in
            let body = String(repeating: " ", count: 1_001)
            let answer = try await client.send(.post, "/kvstore/kv", text: body)
            #expect(answer.status == 413)
            #expect(answer.error.contains("1000"))
        }
    }

    @Test func `A request keeps its id, and one without gets one`() async throws {
        try await withRoutes { client in
            let id = try #require(HTTPField.Name("X-Request-Id"))
            let named = try await client.send(.get, "/kvstore/instances", headers: [id: "mine-1"])
            #expect(named.json["requestId"] == "mine-1")
            #expect(named.headers[id] == "mine-1")
            let odd = try await client.send(
                .get,
                "/kvstore/instances",
                headers: [id: String(repeating: "x", count: 129)]
            )
            #expect(odd.headers[id]?.utf8.count == 32)
        }
    }
}
