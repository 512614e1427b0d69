import AgentKV
import AgentKVSQLite
import HTTPTypes
import Logging
import Testing

@testable import AgentKVServer

@Suite struct AccessTests {
    private static let secret = "0123456789abcdef"

    private static func withToken(
        _ body: @Sendable (RouteClient) async throws -> Void
    ) async throws {
        try await withRoutes(.changed { $0.token = AccessToken(secret) }, body)
    }

    @Test(arguments: [
        nil, "", "Bearer", "Bearer ", "Bearer 0123456789abcdeX", "Bearer 0123456789abcde",
        "Bearer 0123456789abcdef0", "Basic 0123456789abcdef", "0123456789abcdef",
        "Bearer 0123456789abcdef0123456789abcdef",
    ])
    func `A token that is missing, wrong or of another length is 401`(value: String?) async throws {
        try await Self.withToken { client in
            var headers = HTTPFields()
            headers[.authorization] = value
            for path in ["/kvstore/instances", "/kvstore/openapi.json", "/panel.js", "/nope"] {
                let answer = try await client.send(.get, path, headers: headers)
                #expect(answer.status == 401)
                #expect(answer.headers[.wwwAuthenticate] == "Bearer")
            }
        }
    }

    @Test func `The token lets in, but not in the query of a plain request`() async throws {
        try await Self.withToken { client in
            let path = "/kvstore/instances"
            let known = try await client.send(
                .get,
                path,
                headers: [.authorization: "bearer \(Self.secret)"]
            )
            #expect(known.status == 200)
            #expect(try await client.send(.get, "\(path)?token=\(Self.secret)").status == 401)
        }
    }

    @Test func `A browser signs in on a page, and is let in by a cookie until it signs out`()
        async throws
    {
        try await Self.withToken { client in
            let page = try await client.send(.get, "/")
            #expect(page.status == 401)
            #expect(page.text.contains("<form"))
            let wrong = try await client.send(.post, "/session", text: "token=x")
            #expect(wrong.status == 401)
            #expect(wrong.headers[.setCookie] == nil)
            let right = try await client.send(.post, "/session", text: "token=\(Self.secret)")
            #expect(right.status == 303)
            let cookie = try #require(right.headers[.setCookie])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
            #expect(!cookie.contains(Self.secret))
            let pair = String(cookie.prefix { $0 != ";" })
            for path in ["/", "/kvstore/instances"] {
                let known = try await client.send(.get, path, headers: [.cookie: "a=b; \(pair)"])
                #expect(known.status == 200)
            }
            let other = try await client.send(.get, "/kvstore/instances", headers: [.cookie: "a=b"])
            #expect(other.status == 401)
        }
    }

    @Test func `Who signs out is no longer let in by the cookie, and others are`() async throws {
        try await Self.withToken { client in
            var cookies: [String] = []
            for _ in 1...2 {
                let form = "token=\(Self.secret)"
                let answer = try await client.send(.post, "/session", text: form)
                let cookie = try #require(answer.headers[.setCookie])
                cookies.append(String(cookie.prefix { $0 != ";" }))
            }
            let end = try await client.send(
                .post,
                "/session/end",
                headers: [.cookie: cookies[0]]
            )
            #expect(end.status == 303)
            #expect(end.headers[.setCookie]?.contains("Max-Age=0") == true)
            var statuses: [Int] = []
            for cookie in cookies {
                let path = "/kvstore/instances"
                let answer = try await client.send(.get, path, headers: [.cookie: cookie])
                statuses.append(answer.status)
            }
            #expect(statuses == [401, 200])
        }
    }

    @Test func `Only so many sessions are kept, the newest ones`() {
        let sessions = PanelSessions()
        let cookies = (0...PanelSessions.maximum).map { _ in sessions.begin() }
        let kept = cookies.filter { sessions.contain($0) }
        #expect(kept == Array(cookies.dropFirst()))
    }

    @Test(arguments: [
        "http://evil.example", "null", "http://localhost:1", "https://localhost.evil",
    ])
    func `A foreign origin may not write`(origin: String) async throws {
        try await withRoutes { client in
            let answer = try await client.send(
                .post,
                "/kvstore/instances",
                ["name": "a"],
                headers: [.origin: origin]
            )
            #expect(answer.status == 403)
            #expect(try await client.database.listInstances().isEmpty)
        }
    }

    @Test func `The server's own origin and an allowed one may write`() async throws {
        try await withRoutes(.changed { $0.allowedOrigins = ["https://ok.example"] }) { client in
            for origin in ["http://localhost", "https://ok.example"] {
                let answer = try await client.send(
                    .post,
                    "/kvstore/instances",
                    ["name": .string(origin)],
                    headers: [.origin: origin]
                )
                #expect(answer.status == 201)
            }
        }
    }

    @Test func `Listening for other machines without a token is refused`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        for host in [
            "0.0.0.0", "192.168.1.2", "::", "example.com", "127.example.com", "127.0.0.1.evil",
            "128.0.0.1", "::2", "",
        ] {
            let options = ServerOptions.changed { $0.host = host }
            await #expect(throws: ServerOptionsError.self) {
                try await buildServer(options, database: database, logger: .silent)
            }
        }
        await database.close()
    }

    @Test(arguments: ["127.0.0.1", "127.0.0.2", "127.255.0.1", "::1", "localhost", "LOCALHOST"])
    func `A loopback address needs no token, and answers by its own name`(
        host: String
    )
        async throws
    {
        let options = ServerOptions.changed { $0.host = host }
        try options.check()
        let database = try await SQLiteDatabase.inMemory()
        let parts = try await ServerParts(options, database: database, logger: .silent)
        let authority = host.contains(":") ? "[\(host)]:8080" : "\(host):8080"
        try parts.access.check(AccessCheck.Claims(authority: authority))
        await database.close()
    }

    @Test func `Answers forbid guessing of types, framing and scripts`() async throws {
        try await withRoutes { client in
            let data = try await client.send(.get, "/kvstore/instances")
            #expect(data.headers[.xContentTypeOptions] == "nosniff")
            #expect(data.headers[.referrerPolicy] == "no-referrer")
            #expect(data.headers[.resourcePolicy] == "same-origin")
            #expect(data.headers[.contentType] == "application/json; charset=utf-8")
            #expect(data.headers[.cacheControl] == "no-store")
            let page = try await client.send(.get, "/")
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.contains("script-src 'self'") && !policy.contains("unsafe"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(page.headers[.xContentTypeOptions] == "nosniff")
            #expect(page.headers[.frameOptions] == "DENY")
            #expect(page.headers[.referrerPolicy] == "same-origin")
            #expect(page.headers[.openerPolicy] == "same-origin")
            #expect(page.headers[.resourcePolicy] == "same-origin")
            let tag = try #require(page.headers[.eTag])
            let known = try await client.send(.get, "/", headers: [.ifNoneMatch: tag])
            #expect(known.status == 304)
        }
    }
}
