import AgentKV
import AgentKVSQLite
import AgentKVServer
import Testing

/// Clients that ask for much and read nothing of it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct StoppedReadingTests {
    private static let value = JSONValue.string(String(repeating: "x", count: 500_000))

    private static func makeRecord(_ server: RunningServer) async throws {
        try await server.database.createInstance(name: "a")
        try await server.database.set("k", to: value, instance: "a", namespace: "n")
    }

    @Test func `Requests whose answers nobody reads end with their connection`() async throws {
        let options = ServerOptions.changed { $0.limits.idleTime = .milliseconds(100) }
        try await RunningServer.run(options) { server in
            try await Self.makeRecord(server)
            try await RawConnection.open(server.port) { connection in
                _ = await #expect(throws: (any Error).self) {
                    while true {
                        try await connection.write(
                            "GET /kvstore/kv/a/n/k HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        )
                    }
                }
            }
        }
    }

    @Test func `Frames whose answers nobody reads end with their socket`() async throws {
        let options = ServerOptions.changed {
            $0.limits.pingInterval = .milliseconds(200)
            $0.limits.closingTime = .milliseconds(1)
        }
        let frame: JSONValue = [
            "type": "kvStore.get", "requestId": "1",
            "params": ["instanceId": "a", "namespace": "n", "key": "k"],
        ]
        try await RunningServer.run(options) { server in
            try await Self.makeRecord(server)
            try await SocketClient.open(server, "/codebolt") { socket in
                _ = await #expect(throws: (any Error).self) {
                    while true { try await socket.send(frame) }
                }
            }
        }
    }
}
