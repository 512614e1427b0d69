import AgentKV
import AgentKVSQLite
import HTTPTypes
import Testing

@Suite struct RecordRouteTests {
    @Test func `A record is set, read and deleted`() async throws {
        try await withRoutes { client in
            let set = try await client.send(
                .post,
                "/kvstore/kv",
                [
                    "instanceId": "new", "namespace": "config", "key": "theme",
                    "value": ["mode": "dark"], "autoCreateInstance": true,
                    "metadata": ["by": "me"],
                ]
            )
            let record = set.data["record"]
            #expect(set.status == 200)
            #expect(record?["value"] == ["mode": "dark"])
            #expect(record?["createdAt"] == record?["updatedAt"])
            #expect(record?["metadata"] == ["by": "me"])
            let got = try await client.send(.get, "/kvstore/kv/new/config/theme")
            #expect(got.data["value"] == ["mode": "dark"])
            #expect(got.data["exists"] == true)
            #expect(got.data["revision"] == record?["revision"])
            let deleted = try await client.send(.delete, "/kvstore/kv/new/config/theme")
            let again = try await client.send(.delete, "/kvstore/kv/new/config/theme")
            #expect(deleted.data == ["deleted": true])
            #expect(again.data == ["deleted": false])
            #expect(again.status == 200)
        }
    }

    @Test func `A missing key is no failure, and a stored null exists`() async throws {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            let missing = try await client.send(.get, "/kvstore/kv/a/n/k")
            #expect(missing.status == 200)
            #expect(missing.json["success"] == true)
            #expect(missing.data == ["value": .null, "exists": false])
            try await client.database.set("k", to: .null, instance: "a", namespace: "n")
            let null = try await client.send(.get, "/kvstore/kv/a/n/k")
            #expect(null.data["value"] == .null)
            #expect(null.data["exists"] == true)
        }
    }

    @Test(arguments: [
        "a/b", "ü", "e\u{301}", "..", " ", "%", "?#&=+", "<script>", "\"'\\", "日本", "a\nb",
    ])
    func `Instances, namespaces and keys hold any character, percent-encoded`(
        name: String
    )
        async throws
    {
        try await withRoutes { client in
            try await client.database.createInstance(name: name)
            try await client.database.set(name, to: 7, instance: name, namespace: name)
            let part = name.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let path = "/kvstore/kv/\(part)/\(part)/\(part)"
            #expect(try await client.send(.get, path).data["value"] == 7)
            #expect(try await client.send(.delete, path).data == ["deleted": true])
        }
    }

    @Test func `A set without autoCreateInstance on an unknown instance is 404`() async throws {
        try await withRoutes { client in
            let answer = try await client.send(
                .post,
                "/kvstore/kv",
                ["instanceId": "x", "namespace": "n", "key": "k", "value": 1]
            )
            #expect(answer.status == 404)
            #expect(answer.error.contains("not found"))
        }
    }

    @Test func `A namespace is deleted and its records are counted`() async throws {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            for key in ["x", "y"] {
                try await client.database.set(key, to: 1, instance: "a", namespace: "n/1")
            }
            let first = try await client.send(.delete, "/kvstore/namespace/a/n%2F1")
            let second = try await client.send(.delete, "/kvstore/namespace/a/n%2F1")
            #expect(first.data == ["deletedCount": 2])
            #expect(second.data == ["deletedCount": 0])
        }
    }

    @Test func `Counting starts at 0, and lists are appended to and popped`() async throws {
        try await withRoutes { client in
            let place: JSONObject = [
                "instanceId": "a", "namespace": "n", "autoCreateInstance": true,
            ]
            var sum = place
            (sum["key"], sum["by"]) = ("count", 5)
            for expected in [5, 10] {
                let answer = try await client.send(.post, "/kvstore/increment", .object(sum))
                #expect(answer.data == ["value": .integer(Int64(expected))])
            }
            var list = place
            (list["key"], list["unique"]) = ("list", true)
            list["items"] = [["id": 1, "t": "a"], ["id": 1, "t": "b"], ["id": 2]]
            for _ in 1...2 {
                let answer = try await client.send(.post, "/kvstore/list/append", .object(list))
                #expect(answer.data == ["items": [["id": 1, "t": "a"], ["id": 2]]])
            }
            let listed: JSONValue = ["instanceId": "a", "namespace": "n", "key": "list"]
            let popped = try await client.send(.post, "/kvstore/list/pop", listed)
            let empty = try await client.send(.post, "/kvstore/list/pop", listed)
            #expect(popped.data == ["items": [["id": 1, "t": "a"], ["id": 2]]])
            #expect(empty.data == ["items": []])
            list["key"] = "count"
            #expect(
                try await client.send(.post, "/kvstore/list/append", .object(list)).status == 409
            )
        }
    }
}
