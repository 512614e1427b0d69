import AgentKV
import AgentKVSQLite
import HTTPTypes
import Testing

@testable import AgentKVServer

@Suite struct ConditionRouteTests {
    private static let path = "/kvstore/kv/a/n/k"
    private static let body: JSONValue = [
        "instanceId": "a", "namespace": "n", "key": "k", "value": "new",
    ]

    @Test func `If-Match lets a write through only at that revision`() async throws {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            try await client.database.set("k", to: "old", instance: "a", namespace: "n")
            let read = try await client.send(.get, Self.path)
            let tag = try #require(read.headers[.eTag])
            let first = try await client.send(
                .post,
                "/kvstore/kv",
                Self.body,
                headers: [.ifMatch: tag]
            )
            #expect(first.status == 200)
            #expect(first.headers[.eTag] != tag)
            let late = try await client.send(
                .post,
                "/kvstore/kv",
                Self.body,
                headers: [.ifMatch: tag]
            )
            #expect(late.status == 412)
            let deletion = try await client.send(.delete, Self.path, headers: [.ifMatch: tag])
            #expect(deletion.status == 412)
            #expect(try await client.database.get("k", instance: "a", namespace: "n") == "new")
        }
    }

    @Test func `If-None-Match with a star writes only what is absent`() async throws {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            var statuses: [Int] = []
            for _ in 1...2 {
                let answer = try await client.send(
                    .post,
                    "/kvstore/kv",
                    Self.body,
                    headers: [.ifNoneMatch: "*"]
                )
                statuses.append(answer.status)
            }
            #expect(statuses == [200, 412])
            let present = try await client.send(.delete, Self.path, headers: [.ifMatch: "*"])
            let absent = try await client.send(.delete, Self.path, headers: [.ifMatch: "*"])
            #expect(present.data == ["deleted": true])
            #expect(absent.status == 412)
        }
    }

    @Test func `A read of a known revision is answered by 304 without a body`() async throws {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            try await client.database.set("k", to: 1, instance: "a", namespace: "n")
            let tag = try #require(try await client.send(.get, Self.path).headers[.eTag])
            let known = try await client.send(.get, Self.path, headers: [.ifNoneMatch: tag])
            #expect(known.status == 304)
            #expect(known.text.isEmpty)
            try await client.database.set("k", to: 2, instance: "a", namespace: "n")
            let newer = try await client.send(.get, Self.path, headers: [.ifNoneMatch: tag])
            #expect(newer.status == 200)
        }
    }

    @Test(arguments: [
        ("*", 304), ("W/TAG", 304), ("\"0\", TAG", 304), ("TAG,\"0\"", 304),
        ("\"x\" ,\tW/TAG , \"y\"", 304), ("\"0\", W/\"1\"", 200), ("", 200), (",", 200),
        ("\"*\"", 200),
    ])
    func `If-None-Match on a read is a list, in which any tag may be weak, or a star`(
        tags: String,
        status: Int
    )
        async throws
    {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            try await client.database.set("k", to: 1, instance: "a", namespace: "n")
            let tag = try #require(try await client.send(.get, Self.path).headers[.eTag])
            let headers: HTTPFields = [.ifNoneMatch: tags.replacing("TAG", with: tag)]
            let answer = try await client.send(.get, Self.path, headers: headers)
            #expect(answer.status == status)
            let missing = try await client.send(.get, "/kvstore/kv/a/n/no", headers: headers)
            #expect(missing.status == 200)
        }
    }

    @Test(
        arguments: Route.all.filter { route in
            route.method != .get && !route.operation.traits.contains(.takesCondition)
        }
    )
    func `A route that takes no condition refuses one, and nothing is changed`(
        route: Route
    )
        async throws
    {
        let names: JSONObject = ["instanceId": "a", "namespace": "n", "key": "k"]
        let path = route.parts.map { part in
            switch part {
            case .word(let word): "/\(word)"
            case .member(let name): "/" + Parameters(object: names).text(name)
            }
        }
        let all = names.overlaid(with: [
            "keys": ["k"], "name": "b", "items": [2], "entries": [["key": "k", "value": 2]],
            "ttlSeconds": 1000, "query": ["instance": "a"],
        ])
        let members = route.operation.members.map(\.name)
        let body = all.reduce(into: JSONObject()) { body, member in
            if members.contains(member.name) { body[member.name] = member.value }
        }
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            let old = try await client.database.set("k", to: [1], instance: "a", namespace: "n")
            let headers: [HTTPFields] = [[.ifMatch: "\"0\""], [.ifMatch: "*"], [.ifNoneMatch: "*"]]
            for headers in headers {
                let answer = try await client.send(
                    route.method,
                    path.joined(),
                    route.readsBody ? .object(body) : nil,
                    headers: headers
                )
                #expect(answer.status == 400)
                #expect(answer.error.contains("takes no condition"))
            }
            let record = try await client.database.record("k", instance: "a", namespace: "n")
            #expect(record == old)
            #expect(try await client.database.listInstances().map(\.name) == ["a"])
        }
    }

    @Test(arguments: ["17", "\"x\"", "\"\"", "\"99999999999999999999\""])
    func `A condition that is no revision is refused, and nothing is written`(
        tag: String
    )
        async throws
    {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            let answer = try await client.send(
                .post,
                "/kvstore/kv",
                Self.body,
                headers: [.ifMatch: tag]
            )
            #expect(answer.status == 400)
            #expect(try await client.database.get("k", instance: "a", namespace: "n") == nil)
        }
    }
}
