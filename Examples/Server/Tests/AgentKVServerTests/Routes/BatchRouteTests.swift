import AgentKV
import AgentKVSQLite
import AgentKVTesting
import HTTPTypes
import Testing

@Suite struct BatchRouteTests {
    private static let place: JSONObject = ["instanceId": "a", "namespace": "n"]

    private static func body(_ members: JSONObject) -> JSONValue {
        var object = place
        for (name, value) in members { object[name] = value }
        return .object(object)
    }

    @Test func `A batch is set, read in the order asked, and deleted`() async throws {
        try await withRoutes { client in
            let entries: JSONValue = [["key": "x", "value": 1], ["key": "y", "value": .null]]
            let set = try await client.send(
                .post,
                "/kvstore/batch/set",
                Self.body(["entries": entries, "autoCreateInstance": true])
            )
            #expect(set.data == ["count": 2])
            let keys = Self.body(["keys": ["y", "z", "x", "x"]])
            let got = try await client.send(.post, "/kvstore/batch/get", keys)
            #expect(
                got.data["values"] == [
                    ["key": "y", "value": .null, "exists": true],
                    ["key": "z", "value": .null, "exists": false],
                    ["key": "x", "value": 1, "exists": true],
                    ["key": "x", "value": 1, "exists": true],
                ]
            )
            let deleted = try await client.send(.post, "/kvstore/batch/delete", keys)
            #expect(deleted.data == ["deletedCount": 2])
        }
    }

    @Test func `A batch with a key that is refused sets nothing`() async throws {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            let entries: JSONValue = [["key": "x", "value": 1], ["key": "", "value": 2]]
            let answer = try await client.send(
                .post,
                "/kvstore/batch/set",
                Self.body(["entries": entries])
            )
            #expect(answer.status == 400)
            #expect(try await client.database.getRecordCount(instance: "a") == 0)
        }
    }

    @Test(
        arguments: [
            ("/kvstore/batch/set", ["entries": [["key": "", "value": 2]]]),
            ("/kvstore/batch/set", ["entries": [["key": "x", "value": 1]], "ttlSeconds": 0]),
            ("/kvstore/list/append", ["key": "", "items": [1]]),
            ("/kvstore/list/append", ["key": "k", "items": [1], "unique": true]),
            ("/kvstore/increment", ["key": ""]),
            ("/kvstore/kv", ["key": "", "value": 1]),
        ] as [(String, JSONObject)]
    )
    func `What is refused leaves no instance behind that was made for it`(
        path: String,
        members: JSONObject
    ) async throws {
        try await withRoutes { client in
            var members = members
            members["autoCreateInstance"] = true
            let answer = try await client.send(.post, path, Self.body(members))
            #expect(answer.status == 400)
            #expect(try await client.database.listInstances().isEmpty)
        }
    }

    @Test func `A condition that does not hold leaves no instance behind either`() async throws {
        try await withRoutes { client in
            let body = Self.body(["key": "k", "value": 1, "autoCreateInstance": true])
            let refused = try await client.send(
                .post,
                "/kvstore/kv",
                body,
                headers: [.ifMatch: "*"]
            )
            #expect(refused.status == 412)
            #expect(try await client.database.listInstances().isEmpty)
            let made = try await client.send(
                .post,
                "/kvstore/kv",
                body,
                headers: [.ifNoneMatch: "*"]
            )
            #expect(made.status == 200)
        }
    }

    @Test func `Keys with a prefix come in pages that a cursor continues`() async throws {
        try await withRoutes { client in
            let store = try await client.database.store(instance: "a", namespace: "n")
            for key in ["p:1", "p:2", "p:3", "q"] { try await store.set(key, to: 1) }
            var pages: [JSONValue] = []
            var cursor: String?
            repeat {
                let after = cursor.map { "&cursor=\($0)" } ?? ""
                let answer = try await client.send(
                    .get,
                    "/kvstore/keys/a/n?prefix=p%3A&limit=2\(after)"
                )
                pages.append(answer.data["keys"] ?? .null)
                cursor =
                    if case .string(let next)? = answer.data["nextCursor"] { next } else { nil }
            } while cursor != nil
            #expect(pages == [["p:1", "p:2"], ["p:3"]])
        }
    }

    @Test(arguments: ["0", "1001", "x", "-1", "1.5"])
    func `A page of no keys, or of too many, is refused`(limit: String) async throws {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            let answer = try await client.send(.get, "/kvstore/keys/a/n?limit=\(limit)")
            #expect(answer.status == 400)
            #expect(answer.error.contains("limit"))
        }
    }

    @Test func `A lifetime in seconds ends when it should, is renewed, and is taken away`()
        async throws
    {
        let clock = ManualClock()
        var configuration = SQLiteDatabase.Configuration()
        configuration.wallClock = clock.wallClock
        try await withRoutes(configuration: configuration) { client in
            let body = Self.body([
                "key": "k", "value": 1, "ttlSeconds": 1.5, "autoCreateInstance": true,
            ])
            let exists = { @Sendable () async throws -> JSONValue? in
                try await client.send(.get, "/kvstore/kv/a/n/k").data["exists"]
            }
            let set = try await client.send(.post, "/kvstore/kv", body)
            #expect(set.data["record"]?["expiresAt"] != nil)
            clock.advance(by: .seconds(1))
            let longer = Self.body(["key": "k", "ttlSeconds": 10])
            let renewed = try await client.send(.post, "/kvstore/expire", longer)
            #expect(renewed.data == ["exists": true])
            clock.advance(by: .seconds(9))
            #expect(try await exists() == true)
            clock.advance(by: .seconds(2))
            #expect(try await exists() == false)
            #expect(
                try await client.send(.post, "/kvstore/expire", longer).data == ["exists": false]
            )
            _ = try await client.send(.post, "/kvstore/kv", body)
            let lasting = Self.body(["key": "k", "ttlSeconds": .null])
            #expect(
                try await client.send(.post, "/kvstore/expire", lasting).data == ["exists": true]
            )
            clock.advance(by: .seconds(1_000))
            #expect(try await exists() == true)
        }
    }
}
