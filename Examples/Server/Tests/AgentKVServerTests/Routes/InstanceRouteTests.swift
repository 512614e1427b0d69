import AgentKV
import AgentKVSQLite
import HTTPTypes
import Testing

@Suite struct InstanceRouteTests {
    @Test func `An instance is made, described, changed and deleted`() async throws {
        try await withRoutes { client in
            let made = try await client.send(
                .post,
                "/kvstore/instances",
                ["name": "runs", "description": "of agents"]
            )
            #expect(made.status == 201)
            #expect(made.json["type"] == "kvStore.createInstance")
            #expect(made.json["success"] == true)
            #expect(made.data["instance"]?["description"] == "of agents")
            let got = try await client.send(.get, "/kvstore/instances/runs")
            #expect(got.data["instance"] == made.data["instance"])
            let changed = try await client.send(
                .put,
                "/kvstore/instances/runs",
                ["name": "tasks", "description": ""]
            )
            #expect(changed.data["instance"]?["name"] == "tasks")
            #expect(changed.data["instance"]?["description"] == "")
            let deleted = try await client.send(.delete, "/kvstore/instances/tasks")
            #expect(deleted.data == ["deleted": true])
            let again = try await client.send(.delete, "/kvstore/instances/tasks")
            #expect(again.status == 200)
            #expect(again.json["success"] == true)
            #expect(again.data == ["deleted": false])
        }
    }

    @Test func `Instances are listed with live counts and namespaces, the newest first`()
        async throws
    {
        try await withRoutes { client in
            let first = try await client.database.createInstance(name: "old")
            var second = first
            // Times are milliseconds: of those of the same one neither is newer.
            while second.createdAt == first.createdAt {
                try await client.database.deleteInstance("new")
                second = try await client.database.createInstance(name: "new")
            }
            try await client.database.set("k", to: 1, instance: "old", namespace: "b")
            try await client.database.set("k", to: 1, instance: "old", namespace: "a")
            let listed = try await client.send(.get, "/kvstore/instances")
            let old = try #require(listed.data["instances"]?[1])
            #expect(listed.data["instances"]?[0]?["name"] == "new")
            #expect(old["recordCount"] == 2)
            #expect(old["namespaces"] == ["a", "b"])
            let names = try await client.send(.get, "/kvstore/namespaces/old")
            #expect(names.data == ["namespaces": ["a", "b"]])
            let all = try await client.send(.get, "/kvstore/count/old")
            let one = try await client.send(.get, "/kvstore/count/old?namespace=b")
            #expect(all.data == ["count": 2])
            #expect(one.data == ["count": 1])
        }
    }

    @Test func `A name that is taken is a conflict, and an update of nothing is refused`()
        async throws
    {
        try await withRoutes { client in
            for name in ["a", "b"] { try await client.database.createInstance(name: name) }
            let second = try await client.send(.post, "/kvstore/instances", ["name": "a"])
            let renamed = try await client.send(.put, "/kvstore/instances/b", ["name": "a"])
            let nothing = try await client.send(.put, "/kvstore/instances/b", [:])
            #expect(second.status == 409)
            #expect(renamed.status == 409)
            #expect(nothing.status == 400)
            #expect(second.error.contains("duplicate"))
            #expect(try await client.database.listInstances().count == 2)
        }
    }

    @Test(arguments: [
        "/kvstore/instances/nope", "/kvstore/namespaces/nope", "/kvstore/count/nope",
        "/kvstore/kv/nope/n/k", "/kvstore/keys/nope/n",
    ])
    func `An unknown instance is 404, and the text says not found`(path: String) async throws {
        try await withRoutes { client in
            let answer = try await client.send(.get, path)
            #expect(answer.status == 404)
            #expect(answer.json["success"] == false)
            #expect(answer.error.contains("not found"))
            #expect(try await client.database.listInstances().isEmpty)
        }
    }
}
