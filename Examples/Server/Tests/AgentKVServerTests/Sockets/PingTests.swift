import AgentKV
import AgentKVServer
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct PingTests {
    @Test func `A client that answers pings and says nothing else stays connected`() async throws {
        let options = ServerOptions.changed { $0.limits.pingInterval = .seconds(2) }
        try await RunningServer.run(options) { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                for _ in 1...2 {
                    #expect(try await socket.next() == .ping)
                    try await socket.pong()
                }
                try await socket.send(["type": "kvStore.listInstances"] as JSONValue)
                #expect(try await socket.nextJSON()["success"] == true)
            }
        }
    }
}
