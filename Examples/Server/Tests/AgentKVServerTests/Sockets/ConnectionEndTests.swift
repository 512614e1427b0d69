import AgentKV
import AgentKVServer
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct ConnectionEndTests {
    @Test(arguments: [
        ("1.1", "Connection: close\r\n"), ("1.1", "Connection: Close\r\n"),
        ("1.1", "Connection: close, TE\r\n"), ("1.1", "Connection: TE\r\nConnection: CLOSE\r\n"),
        ("1.0", ""), ("1.0", "Connection: close\r\n"),
    ])
    func `A connection ends with the request that asks for that, in whatever way`(
        version: String,
        header: String
    )
        async throws
    {
        try await RunningServer.run { server in
            try await RawConnection.open(server.port) { connection in
                let answer = try await connection.ask(
                    "GET /kvstore/health HTTP/\(version)\r\nHost: localhost\r\n\(header)\r\n"
                )
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
                // Otherwise there would be no end to wait for.
                try #require(answer.lowercased().contains("\r\nconnection: close\r\n"))
                #expect(try await connection.readToEnd().isEmpty)
            }
        }
    }

    @Test(arguments: [
        ("1.1", ""), ("1.1", "Connection: TE\r\n"), ("1.0", "Connection: Keep-Alive\r\n"),
    ])
    func `Any other connection goes on`(version: String, header: String) async throws {
        try await RunningServer.run { server in
            try await RawConnection.open(server.port) { connection in
                for _ in 1...2 {
                    let answer = try await connection.ask(
                        "GET /kvstore/health HTTP/\(version)\r\nHost: localhost\r\n\(header)\r\n"
                    )
                    #expect(answer.hasPrefix("HTTP/1.1 200 "))
                    #expect(!answer.lowercased().contains("\r\nconnection: close\r\n"))
                }
            }
        }
    }

    @Test(arguments: ["Upgrade", "keep-alive, Upgrade", "close, Upgrade"])
    func `A request for a socket opens one, whatever else it says of the connection`(
        value: String
    )
        async throws
    {
        try await RunningServer.run { server in
            try await RawConnection.open(server.port) { connection in
                try await connection.write(
                    SocketClient.handshake("/ws").replacing(
                        "Connection: Upgrade",
                        with: "Connection: \(value)"
                    )
                )
                let head = try await connection.read(through: "\r\n\r\n")
                #expect(head.hasPrefix("HTTP/1.1 101 "))
            }
        }
    }
}
