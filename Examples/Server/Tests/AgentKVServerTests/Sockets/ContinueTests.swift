import AgentKV
import AgentKVSQLite
import AgentKVServer
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct ContinueTests {
    private static let body = #"{"instanceId":"a","namespace":"n","key":"k","value":"x"}"#

    /// The header of a request that sets a record.
    private static func head(
        version: String = "1.1",
        framing: String = "Content-Length: \(body.count)",
        expect: String = "100-continue"
    ) -> String {
        "POST /kvstore/kv HTTP/\(version)\r\nHost: localhost\r\nExpect: \(expect)\r\n\(framing)\r\n\r\n"
    }

    /// Runs `body` on a connection to a server that has the instance.
    private func connected(
        _ body: @Sendable (RawConnection) async throws -> Void
    ) async throws {
        try await RunningServer.run { server in
            try await server.database.createInstance(name: "a")
            try await RawConnection.open(server.port, body)
        }
    }

    @Test(arguments: [
        ("Content-Length: \(body.count)", body),
        ("Transfer-Encoding: chunked", "\(String(body.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"),
    ])
    func `A client that asks before it sends its body is told to, for each request`(
        framing: String,
        sent: String
    )
        async throws
    {
        try await connected { connection in
            for expect in ["100-continue", "100-Continue"] {
                try await connection.write(Self.head(framing: framing, expect: expect))
                let first = try await connection.read(through: "\r\n\r\n")
                try #require(first == "HTTP/1.1 100 Continue\r\n\r\n")
                let answer = try await connection.ask(sent)
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
            }
        }
    }

    @Test func `A body that is over the limit is not asked for`() async throws {
        try await RunningServer.run(.changed { $0.limits.bodyBytes = 10 }) { server in
            try await RawConnection.open(server.port) { connection in
                try await connection.write(Self.head())
                let answers = try await connection.readToEnd()
                #expect(answers.hasPrefix("HTTP/1.1 413 "))
            }
        }
    }

    @Test(arguments: [("1.0", "100-continue"), ("1.1", "something")])
    func `Who does not ask, or could not understand, gets the answer only`(
        version: String,
        expect: String
    )
        async throws
    {
        try await connected { connection in
            let answer = try await connection.ask(
                Self.head(version: version, expect: expect) + Self.body
            )
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
        }
    }
}
