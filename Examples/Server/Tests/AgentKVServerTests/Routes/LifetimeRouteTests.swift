import AgentKV
import AgentKVSQLite
import AgentKVTesting
import HTTPTypes
import NIOCore
import Testing

@testable import AgentKVServer

/// Lifetimes as seconds from now on and as the time of their end, wherever something is written.
@Suite struct LifetimeRouteTests {
    /// Runs `body` with routes over a database whose clock stands still.
    private static func withClock(
        _ body: @escaping @Sendable (RouteClient, ManualClock) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        var configuration = SQLiteDatabase.Configuration()
        configuration.wallClock = clock.wallClock
        configuration.sweeps = false
        try await withRoutes(configuration: configuration) { client in
            try await client.database.createInstance(name: "a")
            try await body(client, clock)
        }
    }

    /// What is left of the lifetime of a record.
    private static func remaining(_ key: String, _ client: RouteClient) async throws -> Duration? {
        let store = try await client.database.store(instance: "a", namespace: "n")
        return try await store.entry(key, as: JSONValue.self)?.remainingLifetime
    }

    private static let routes: [(path: String, members: JSONObject)] = [
        ("/kvstore/kv", ["key": "k", "value": 1]), ("/kvstore/increment", ["key": "new"]),
        ("/kvstore/list/append", ["key": "list", "items": [1]]),
        ("/kvstore/list/append", ["key": "list", "items": [["id": 1]], "unique": true]),
        ("/kvstore/batch/set", ["entries": [["key": "k", "value": 1]]]),
        ("/kvstore/expire", ["key": "there"]),
    ]

    private static func body(_ members: JSONObject, _ more: JSONObject) -> JSONValue {
        let place: JSONObject = ["instanceId": "a", "namespace": "n"]
        return .object(place.overlaid(with: members).overlaid(with: more))
    }

    /// An hour from the time of a clock, in the ways in which a client may say so.
    private static func ends(_ clock: ManualClock) -> [JSONValue] {
        let end = clock.wallClock.milliseconds + 3_600_000
        let text = Timestamp.text(second: Int(end / 1_000), millisecond: Int(end % 1_000))
        return [.integer(end), .number(Double(end) + 0.5), .string(text)]
    }

    @Test(arguments: routes)
    func `A lifetime is given by its end too, as text and as milliseconds`(
        route: (path: String, members: JSONObject)
    ) async throws {
        try await Self.withClock { client, clock in
            let store = try await client.database.store(instance: "a", namespace: "n")
            for end in Self.ends(clock) {
                try await store.set("there", to: 1)
                let body = Self.body(route.members, ["expiresAt": end])
                let answer = try await client.send(.post, route.path, body)
                #expect(answer.status == 200, "\(answer.error)")
                let key = try await store.keys().first { $0 != "there" } ?? "there"
                #expect(try await Self.remaining(key, client) == .seconds(3_600), "\(end)")
                try await store.deleteAll(prefix: "")
            }
        }
    }

    @Test(arguments: routes)
    func `A lifetime given twice, in the past or by no time is refused, and changes nothing`(
        route: (path: String, members: JSONObject)
    ) async throws {
        try await Self.withClock { client, clock in
            let store = try await client.database.store(instance: "a", namespace: "n")
            try await store.set("there", to: 1)
            let revision = try await client.database.lastRevision()
            let now = clock.wallClock.milliseconds
            for (more, reason) in [
                (["ttlSeconds": 1, "expiresAt": .integer(now + 1)], "does not go together with"),
                (["expiresAt": .integer(now)], "invalid lifetime"),
                (["expiresAt": 1_700_000_000], "`expiresAt` is past"),
                (["expiresAt": "1970-01-01"], "`expiresAt` is past"),
                (["expiresAt": "tomorrow"], "ISO 8601"), (["expiresAt": true], "`expiresAt`"),
                (["expiresAt": "2030-02-30"], "ISO 8601"), (["expiresAt": 1e300], "ISO 8601"),
                (["ttlSeconds": 0], "`ttlSeconds`"),
            ] as [(JSONObject, String)] {
                let body = Self.body(route.members, more)
                let answer = try await client.send(.post, route.path, body)
                #expect(answer.status == 400, "\(more)")
                #expect(answer.error.contains(reason), "\(answer.error)")
            }
            #expect(try await client.database.lastRevision() == revision)
            #expect(try await Self.remaining("there", client) == nil)
            #expect(try await store.exists("there"))
        }
    }

    @Test func `Each entry of a batch has its own lifetime, or that of the batch`() async throws {
        try await Self.withClock { client, clock in
            let end = Self.ends(clock)[0]
            let entries: JSONValue = [
                ["key": "own", "value": 1, "ttlSeconds": 1.5],
                ["key": "end", "value": 1, "expiresAt": end],
                ["key": "none", "value": 1, "ttlSeconds": .null],
            ]
            for (more, rest) in [([:], nil), (["ttlSeconds": 60], .seconds(60))]
                as [(JSONObject, Duration?)]
            {
                let body = Self.body(["entries": entries], more)
                let answer = try await client.send(.post, "/kvstore/batch/set", body)
                #expect(answer.data == ["count": 3], "\(answer.error)")
                #expect(try await Self.remaining("own", client) == .milliseconds(1_500))
                #expect(try await Self.remaining("end", client) == .seconds(3_600))
                #expect(try await Self.remaining("none", client) == rest)
            }
        }
    }

    @Test func `A lifetime of an entry that is refused sets nothing of the batch`() async throws {
        try await Self.withClock { client, clock in
            let now = clock.wallClock.milliseconds
            for (more, reason) in [
                (["ttlSeconds": 0], "`entries[1].ttlSeconds`"),
                (["expiresAt": "soon"], "`entries[1].expiresAt`"),
                (["expiresAt": .integer(now)], "\"late\""),
                (["ttlSeconds": 1, "expiresAt": .integer(now + 1)], "`entries[1].ttlSeconds`"),
            ] as [(JSONObject, String)] {
                let late: JSONObject = ["key": "late", "value": 1]
                let entries: JSONValue = [
                    ["key": "k", "value": 1], .object(late.overlaid(with: more)),
                ]
                let body = Self.body(["entries": entries], [:])
                let answer = try await client.send(.post, "/kvstore/batch/set", body)
                #expect(answer.status == 400)
                #expect(answer.error.contains(reason), "\(answer.error)")
            }
            #expect(try await client.database.getRecordCount(instance: "a") == 0)
        }
    }

    @Test func `A lifetime that is null is none where it may be left out, and for ever in expire`()
        async throws
    {
        try await Self.withClock { client, _ in
            for name in ["ttlSeconds", "expiresAt"] {
                let other = name == "ttlSeconds" ? "expiresAt" : "ttlSeconds"
                let members: JSONObject = ["key": "k", "value": 1, "expiresAt": .null]
                let set = Self.body(members, ["ttlSeconds": 5])
                #expect(try await client.send(.post, "/kvstore/kv", set).status == 200)
                #expect(try await Self.remaining("k", client) == .seconds(5))
                let lasting = Self.body(["key": "k"], [name: .null])
                let answer = try await client.send(.post, "/kvstore/expire", lasting)
                #expect(answer.data == ["exists": true])
                #expect(try await Self.remaining("k", client) == nil)
                let both = Self.body(["key": "k"], [name: .null, other: 1])
                #expect(try await client.send(.post, "/kvstore/expire", both).status == 400)
            }
        }
    }

    @Test func `A frame gives lifetimes in the same ways`() async throws {
        try await Self.withClock { client, clock in
            let parts = try await ServerParts(
                ServerOptions(),
                database: client.database,
                logger: .silent
            )
            let frames = RequestFrames(parts, purpose: .requests)
            let end = Self.ends(clock)[2]
            for (operation, members) in [
                ("set", ["key": "k", "value": 1, "expiresAt": end]),
                ("setMany", ["entries": [["key": "k", "value": 1, "expiresAt": end]]]),
                ("expire", ["key": "k", "expiresAt": end]),
            ] as [(String, JSONObject)] {
                let frame: JSONValue = [
                    "type": .string("kvStore.\(operation)"), "requestId": "1",
                    "params": Self.body(members, [:]),
                ]
                let answer = await frames.answer(to: ByteBuffer(string: try frame.text()))
                let success = try JSONValue(parsing: answer.readableBytesView)["success"]
                #expect(success == true, "\(String(buffer: answer))")
                #expect(try await Self.remaining("k", client) == .seconds(3_600))
            }
        }
    }
}
