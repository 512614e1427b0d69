import AgentKV
import AgentKVServer
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct UpgradeTests {
    /// Sends a text on a new connection, and returns the head of the answer.
    private static func head(_ server: RunningServer, _ text: String) async throws -> String {
        try await RawConnection.open(server.port) { connection in
            try await connection.write(text)
            return try await connection.read(through: "\r\n\r\n")
        }
    }

    @Test func `A wrong version, key, method or path is answered, and the connection ends`()
        async throws
    {
        try await RunningServer.run { server in
            let wrong = [
                SocketClient.handshake("/ws", version: "8"),
                SocketClient.handshake("/ws", key: "short"),
                SocketClient.handshake("/ws", key: ""),
                SocketClient.handshake("/ws").replacing("Connection: Upgrade", with: "X: y"),
                SocketClient.handshake("/ws").replacing("websocket", with: "h2c"),
            ]
            for request in wrong {
                try await RawConnection.open(server.port) { connection in
                    try await connection.write(request)
                    let answer = try await connection.readToEnd()
                    #expect(answer.hasPrefix("HTTP/1.1 426 "))
                    #expect(answer.lowercased().contains("sec-websocket-version: 13"))
                    #expect(answer.lowercased().contains("connection: close"))
                }
            }
            let elsewhere = try await Self.head(server, SocketClient.handshake("/kvstore/health"))
            #expect(elsewhere.hasPrefix("HTTP/1.1 200 "))
            let posted = SocketClient.handshake("/ws").replacing("GET /ws", with: "POST /ws")
            #expect(try await Self.head(server, posted).hasPrefix("HTTP/1.1 426 "))
        }
    }

    @Test func `Without the token, or from a foreign origin, no socket is opened`() async throws {
        let options = ServerOptions.changed { $0.token = AccessToken("secret") }
        try await RunningServer.run(options) { server in
            let cases = [
                ("/ws", "", "401"), ("/ws?token=wrong", "", "401"), ("/ws?token=secre", "", "401"),
                ("/ws?token=secret", "", "101"),
                ("/codebolt", "Authorization: Bearer secret\r\n", "101"),
                ("/ws?token=secret", "Origin: http://evil.example\r\n", "403"),
                ("/ws?token=secret", "Origin: http://localhost\r\n", "101"),
            ]
            for (path, headers, status) in cases {
                let request = SocketClient.handshake(path, headers: headers)
                let head = try await Self.head(server, request)
                #expect(head.hasPrefix("HTTP/1.1 \(status) "), "\(path) \(headers)")
            }
        }
    }

    @Test func `What is no request is answered by 400, and a header over the limit by 431`()
        async throws
    {
        try await RunningServer.run(.changed { $0.limits.headerBytes = 1_000 }) { server in
            let nonsense = try await Self.head(server, "what?\r\n\r\n")
            #expect(nonsense.hasPrefix("HTTP/1.1 400 "))
            let big = "GET / HTTP/1.1\r\nX: \(String(repeating: "x", count: 2_000))\r\n\r\n"
            #expect(try await Self.head(server, big).hasPrefix("HTTP/1.1 431 "))
        }
    }

    @Test(arguments: [
        ("POST /kvstore/kv", "413"), ("POST /nope", "404"), ("PATCH /kvstore/kv", "405"),
        ("GET /kvstore/health", "200"), ("DELETE /kvstore/instances/nope", "413"),
    ])
    func `An endless body is answered, and the connection ends`(
        request: String,
        status: String
    )
        async throws
    {
        try await RunningServer.run(.changed { $0.limits.bodyBytes = 100_000 }) { server in
            try await RawConnection.open(server.port) { connection in
                try await connection.write(
                    "\(request) HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                )
                let chunk = "4000\r\n" + String(repeating: " ", count: 0x4000) + "\r\n"
                try await withThrowingTaskGroup(of: Void.self) { group in
                    let writer = connection.writer
                    group.addTask {
                        // Goes on until the server has had enough.
                        while (try? await writer.write(chunk)) != nil {}
                    }
                    let answer = try await connection.readToEnd()
                    #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
                    group.cancelAll()
                }
            }
        }
    }

    @Test func `A client that connects and never speaks is let go`() async throws {
        try await RunningServer.run(.changed { $0.limits.idleTime = .milliseconds(1) }) { server in
            try await RawConnection.open(server.port) { connection in
                let told = try await connection.readToEnd()
                #expect(told.isEmpty)
            }
        }
    }
}
