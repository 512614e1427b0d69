import AgentKV
import HTTPTypes
import Testing

@testable import AgentKVServer

@Suite struct OpenAPITests {
    @Test func `Every operation of the document is served, and by its name`() async throws {
        try await withRoutes { client in
            let document = try await client.send(.get, "/kvstore/openapi.json").json
            guard case .object(let paths)? = document["paths"] else {
                Issue.record("there are no paths")
                return
            }
            var count = 0
            for (path, item) in paths {
                guard case .object(let item) = item else { continue }
                for (method, operation) in item {
                    let method = try #require(HTTPRequest.Method(method.uppercased()))
                    let filled = path.replacing(/{[^}]*}/, with: "x")
                    let answer = try await client.send(method, filled, text: "{}")
                    guard case .string(let id)? = operation["operationId"] else { continue }
                    #expect(answer.json["type"] == .string("kvStore.\(id)"))
                    count += 1
                }
            }
            #expect(count == Route.all.count)
        }
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
