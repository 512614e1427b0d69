import AgentKV
import AgentKVSQLite
import HTTPTypes
import NIOCore
import Testing

@testable import AgentKVServer

/// What a request says and the server does not know.
@Suite struct StrictnessTests {
    private static let strict = Route.all.filter { !$0.operation.traits.contains(.onlyReads) }

    /// Runs `body` with an instance `x` with records, and checks that all of them are there afterwards.
    private static func withRecords(
        _ body: @Sendable (RouteClient) async throws -> Void
    ) async throws {
        try await withRoutes { client in
            let database = client.database
            try await database.createInstance(name: "x")
            for key in ["x", "p:1", "p:2"] {
                try await database.set(key, to: [1], instance: "x", namespace: "x")
            }
            let before = try await database.lastRevision()
            try await body(client)
            #expect(try await database.lastRevision() == before)
            #expect(try await database.listInstances().map(\.recordCount) == [3])
        }
    }

    @Test(arguments: strict)
    func `A route that writes refuses a parameter of the query, and changes nothing`(
        route: Route
    )
        async throws
    {
        try await Self.withRecords { client in
            let body = route.exampleBody.map { JSONValue.object($0) }
            for query in ["prefix=p%3A", "prefix", "=", "ttlSeconds=1", "key=x", "token=x"] {
                let path = "\(route.examplePath)?\(query)"
                let answer = try await client.send(route.method, path, body)
                #expect(answer.status == 400, "\(query)")
                #expect(answer.error.contains("nothing was changed"))
                #expect(answer.error.contains("`\(query.prefix { $0 != "=" })`"))
            }
        }
    }

    @Test(arguments: strict)
    func `A route that writes refuses a member that it does not know, and changes nothing`(
        route: Route
    )
        async throws
    {
        try await Self.withRecords { client in
            for name in ["prefix", "ttl", "", "Key", String(repeating: "x", count: 100_000)] {
                var body = route.exampleBody ?? [:]
                body[name] = "p:"
                let answer = try await client.send(route.method, route.examplePath, .object(body))
                #expect(answer.status == 400, "\(name.prefix(9))")
                #expect(answer.error.contains("it is no known member, and nothing was changed"))
                #expect(answer.error.contains("`\(name.prefix(64))"))
                #expect(answer.text.utf8.count < 1_000)
            }
        }
    }

    @Test func `An entry of a batch is as strict as the whole`() async throws {
        try await Self.withRecords { client in
            for name in ["ttl", "metadata", "namespace", "Value"] {
                let entries: [JSONValue] = [
                    ["key": "p:1", "value": 2],
                    .object(["key": "p:2", "value": 2, name: 1]),
                ]
                let answer = try await client.send(
                    .post,
                    "/kvstore/batch/set",
                    ["instanceId": "x", "namespace": "x", "entries": .array(entries)]
                )
                #expect(answer.status == 400)
                #expect(answer.error.contains("`entries[1].\(name)`"))
            }
        }
    }

    @Test func `A route that deletes refuses a body that says what to delete`() async throws {
        try await Self.withRecords { client in
            for path in ["/kvstore/namespace/x/x", "/kvstore/kv/x/x/x", "/kvstore/instances/x"] {
                for body in [#"{"prefix":"p:"}"#, #"{"instanceId":"y"}"#, "[]", "p:", "null"] {
                    let answer = try await client.send(.delete, path, text: body)
                    #expect(answer.status == 400, "\(path) \(body)")
                }
            }
        }
    }

    @Test func `What a path says may be said again in the body, but not otherwise`() async throws {
        try await Self.withRecords { client in
            let other = try await client.send(
                .put,
                "/kvstore/instances/x",
                ["instanceId": "y", "name": "z"]
            )
            #expect(other.status == 400)
            #expect(other.error.contains("the path says otherwise"))
        }
        try await withRoutes { client in
            try await client.database.createInstance(name: "x")
            let same = try await client.send(
                .put,
                "/kvstore/instances/x",
                ["instanceId": "x", "name": "z"]
            )
            #expect(same.data["instance"]?["name"] == "z")
            let body: JSONValue = ["instanceId": "z"]
            let deleted = try await client.send(.delete, "/kvstore/instances/z", body)
            #expect(deleted.data == ["deleted": true])
        }
    }

    @Test(
        arguments: [
            ("instance", "instanceId"), ("instance_id", "instanceId"), ("ttl", "ttlSeconds"),
            ("ttl_s", "ttlSeconds"), ("expireAt", "expiresAt"), ("expires", "expiresAt"),
            ("autoCreate", "autoCreateInstance"), ("Value", "value"), ("meta", "metadata"),
        ]
    )
    func `A name that was meant is named`(name: String, meant: String) async throws {
        try await withRoutes { client in
            let body = JSONObject([
                "instanceId": "x", "namespace": "x", "key": "x", "value": 1, name: 1,
            ])
            let answer = try await client.send(.post, "/kvstore/kv", .object(body))
            #expect(answer.error.hasSuffix("did you mean `\(meant)`?"), "\(answer.error)")
        }
    }

    @Test func `What belongs in the body is told to go there`() async throws {
        try await Self.withRecords { client in
            let body: JSONValue = ["instanceId": "x", "namespace": "x", "key": "x", "value": 1]
            let answer = try await client.send(.post, "/kvstore/kv?ttlSeconds=60", body)
            #expect(answer.error.contains("`ttlSeconds`: it belongs in the body"))
        }
    }

    @Test func `A route that reads ignores what it does not know`() async throws {
        try await Self.withRecords { client in
            for route in Route.all where route.operation.traits.contains(.onlyReads) {
                let body = route.exampleBody.map { body in
                    JSONValue.object(body.overlaid(with: route.method == .get ? [:] : ["_": 1]))
                }
                let path = "\(route.examplePath)?_=1"
                if case .member = route.body { continue }
                let answer = try await client.send(route.method, path, body)
                #expect(answer.status == 200, "\(path)")
            }
        }
    }

    @Test func `All that is documented is taken, in both dialects of queries`() async throws {
        try await withRoutes { client in
            let made = try await client.send(
                .post,
                "/kvstore/instances",
                ["name": "my-agent-state", "description": "Persisted state for my agent"]
            )
            #expect(made.status == 201)
            for (name, value) in [("autoCreateInstance", true), ("metadata", ["by": "me"])]
                as [(String, JSONValue)]
            {
                let body = JSONObject([
                    "instanceId": "my-agent-state", "namespace": "user-prefs", "key": "ui.theme",
                    "value": "dark", name: value,
                ])
                #expect(try await client.send(.post, "/kvstore/kv", .object(body)).status == 200)
            }
            for query in [
                #"{"instance":"my-agent-state","namespace":"user-prefs","where":[{"field":"key","#
                    + #""operator":"starts_with","value":"ui."}],"order":{"field":"updated_at","#
                    + #""direction":"desc"},"limit":50}"#,
                #"{"from":{"instance":"my-agent-state","namespace":"user-prefs"},"where":[{"field":"#
                    + #""value","operator":"eq","value":"dark"}],"select":["key","value"],"#
                    + #""orderBy":{"field":"createdAt","direction":"desc"},"limit":10,"offset":0}"#,
            ] {
                let answer = try await client.send(.post, "/kvstore/query", text: query)
                #expect(answer.data["result"]?["total"] == 1)
            }
        }
    }

    @Test func `A frame is not strict: its client puts members of its own into it`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let parts = try await ServerParts(ServerOptions(), database: database, logger: .silent)
        let frame: JSONValue = [
            "type": "kvStore.set", "requestId": "1", "threadId": "t", "messageId": 7,
            "params": [
                "instanceId": "a", "namespace": "n", "key": "k", "value": 1, "agentId": "x",
                "autoCreateInstance": true,
            ],
        ]
        let answer = await RequestFrames(parts, purpose: .requests).answer(
            to: .init(string: try frame.text())
        )
        let json = try JSONValue(parsing: answer.readableBytesView)
        #expect(json["success"] == true)
        await database.close()
    }
}

extension Route {
    /// A path that leads to the route, to an instance, a namespace and a key `x`.
    fileprivate var examplePath: String {
        "/" + parts.map(\.example).joined(separator: "/")
    }

    /// A body that the route takes; nil where it has none.
    fileprivate var exampleBody: JSONObject? {
        switch body {
        case .none: nil
        case .member(let name): [name: .object(["instance": "x"])]
        case .members:
            operation.members.reduce(into: [:]) { object, member in
                if member.isRequired, !pathMembers.contains(member.name) {
                    object[member.name] = member.kind.example
                }
                if member.name == Member.endName { object[member.name] = nil }
            }
        }
    }
}
