import AgentKV
import AgentKVSQLite
import HTTPTypes
import Testing

@Suite struct QueryRouteTests {
    @Test(arguments: [
        #"{"from":{"instance":"a","namespace":"n"},"where":[{"field":"value.age","operator":"gte","value":2}],"select":["key"],"orderBy":{"field":"key","direction":"desc"}}"#,
        #"{"instance":"a","namespace":"n","where":[{"field":"value.age","operator":"in","value":[2,3]}],"select":["key"],"order":{"field":"key","direction":"desc"},"limit":9}"#,
        #"{"query":{"from":{"instance":"a"},"where":[{"field":"value.age","operator":"!=","value":1}],"select":["key"],"order":[{"field":"updated_at","direction":"desc"}]}}"#,
    ])
    func `A query in either dialect finds the records`(body: String) async throws {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            for age in 1...3 {
                let value: JSONValue = ["age": .integer(Int64(age))]
                try await client.database.set("k\(age)", to: value, instance: "a", namespace: "n")
            }
            let answer = try await client.send(.post, "/kvstore/query", text: body)
            #expect(answer.json["type"] == "kvStore.query")
            #expect(answer.data["result"]?["total"] == 2)
            let records = answer.data["result"]?["records"]
            #expect(Set([records?[0]?["key"], records?[1]?["key"]]) == ["k2", "k3"])
        }
    }

    @Test func `The next page begins behind the cursor, whatever was deleted before it`()
        async throws
    {
        try await withRoutes { client in
            let kv = try await client.database.store(instance: "a", namespace: "n")
            try await kv.mset(["k1": 1, "k2": 2, "k3": 3, "k4": 4])
            let first = try await client.send(
                .post,
                "/kvstore/query",
                ["instance": "a", "order": ["field": "value"], "limit": 2]
            )
            let next = try #require(first.data["result"]?["next"])
            try await kv.delete("k1")
            let second = try await client.send(
                .post,
                "/kvstore/query",
                ["from": ["instance": "a"], "orderBy": ["field": "value"], "after": next]
            )
            let result = second.data["result"]
            #expect(result?["records"]?[0]?["key"] == "k3")
            #expect(result?["records"]?[1]?["key"] == "k4")
            #expect(result?["total"] == 3)
            #expect(result?["next"] == nil)
        }
    }

    @Test(arguments: [
        (#"{"where":[]}"#, "instance"),
        (#"{"instance":"a","where":[{"field":"key","operator":"like","value":"x"}]}"#, "operator"),
        (#"{"instance":"a","where":[{"field":"secret","operator":"=","value":1}]}"#, "field"),
        (#"{"instance":"a","limit":501}"#, "500"), (#"{"instance":"a","after":"x"}"#, "after"),
        (#"{"query":[]}"#, "query"),
    ])
    func `A query that is wrong is 400 and says where`(body: String, word: String) async throws {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            let answer = try await client.send(.post, "/kvstore/query", text: body)
            #expect(answer.status == 400)
            #expect(answer.error.contains(word))
        }
    }

    @Test func `A query that takes longer than it may is ended`() async throws {
        var configuration = SQLiteDatabase.Configuration()
        configuration.queryLimits.time = .nanoseconds(1)
        try await withRoutes(configuration: configuration) { client in
            try await client.database.createInstance(name: "a")
            try await client.database.set("k", to: 1, instance: "a", namespace: "n")
            let answer = try await client.send(.post, "/kvstore/query", ["instance": "a"])
            #expect(answer.status == 503)
            #expect(answer.headers[.retryAfter] == "1")
            #expect(answer.error.contains("timed out"))
        }
    }
}
