import AgentKV
import AgentKVSQLite
import HTTPTypes
import NIOCore
import Testing

@testable import AgentKVServer

/// Values that nest as deep as a store allows: the levels of a request around them do not count.
@Suite struct DepthTests {
    /// An array that nests so deep.
    private static func nest(_ depth: Int) -> JSONValue {
        (1..<depth).reduce([]) { value, _ in .array([value]) }
    }

    /// A way to write a value, which nests in some levels of its own at `@`.
    struct Way: Sendable {
        let path: String
        let type: String
        let members: String
        let levels: Int

        /// The parameters with a value that nests so deep.
        func parameters(_ depth: Int) -> String {
            let nest =
                String(repeating: "[", count: depth - levels)
                + String(repeating: "]", count: depth - levels)
            return #"{"instanceId":"a","namespace":"n","autoCreateInstance":true,"#
                + members.replacing("@", with: nest) + "}"
        }
    }

    private static let ways = [
        Way(path: "kv", type: "set", members: #""key":"k","value":@"#, levels: 0),
        Way(
            path: "kv",
            type: "set",
            members: #""key":"k","value":1,"metadata":{"m":@}"#,
            levels: 1
        ),
        Way(
            path: "batch/set",
            type: "setMany",
            members: #""entries":[{"key":"k","value":@}]"#,
            levels: 0
        ),
        Way(path: "list/append", type: "listAppend", members: #""key":"k","items":[@]"#, levels: 1),
        Way(
            path: "list/append",
            type: "listAppend",
            members: #""key":"k","unique":true,"items":[{"id":1,"v":@}]"#,
            levels: 2
        ),
    ]

    @Test(arguments: ways, [512, 513, 5_000])
    func `A value of the limit is taken by each route and frame, and a deeper one by none`(
        way: Way,
        depth: Int
    ) async throws {
        let isTaken = depth == 512
        let parameters = way.parameters(depth)
        try await withRoutes { client in
            let rest = try await client.send(.post, "/kvstore/\(way.path)", text: parameters)
            let parts = try await ServerParts(
                ServerOptions(),
                database: client.database,
                logger: .silent
            )
            let frame = #"{"type":"kvStore.\#(way.type)","requestId":"1","params":\#(parameters)}"#
            let buffer = await RequestFrames(parts, purpose: .requests)
                .answer(to: ByteBuffer(string: frame))
            let answer = try JSONValue(parsing: buffer.readableBytesView, maximumDepth: 600)
            #expect(answer["requestId"] == "1")
            #expect(answer["type"] == .string("kvStore.\(way.type)"))
            #expect(rest.status == (isTaken ? 200 : 400), "\(rest.error)")
            #expect(answer["success"] == .bool(isTaken))
            if isTaken { return }
            #expect(rest.error.contains("nests deeper than 51"))
            guard case .string(let error)? = answer["error"] else { return }
            #expect(error.contains("nests deeper than 51"))
            #expect(try await client.database.listInstances().isEmpty)
        }
    }

    @Test func `A value of the limit comes back by each route`() async throws {
        try await withRoutes { client in
            let value = Self.nest(512)
            let body = Self.ways[0].parameters(512)
            let set = try await client.send(.post, "/kvstore/kv", text: body)
            let get = try await client.send(.get, "/kvstore/kv/a/n/k")
            let many = try await client.send(
                .post,
                "/kvstore/batch/get",
                ["instanceId": "a", "namespace": "n", "keys": ["k"]]
            )
            let query = try await client.send(.post, "/kvstore/query", ["instance": "a"])
            let found = try [set, get, many, query].map {
                try JSONValue(parsing: $0.text, maximumDepth: 600)["data"]
            }
            #expect(found[0]?["record"]?["value"] == value)
            #expect(found[1]?["value"] == value)
            #expect(found[2]?["values"]?[0]?["value"] == value)
            #expect(found[3]?["result"]?["records"]?[0]?["value"] == value)
        }
    }

    @Test func `A query may hold a value of the limit`() async throws {
        try await withRoutes { client in
            try await client.database.createInstance(name: "a")
            for (depth, status) in [(512, 200), (600, 400)] {
                let query: JSONValue = [
                    "instance": "a",
                    "where": [["field": "value", "operator": "eq", "value": Self.nest(depth)]],
                ]
                let text = try query.text(maximumDepth: 700)
                #expect(try await client.send(.post, "/kvstore/query", text: text).status == status)
            }
        }
    }
}
