import AgentKV
import AgentKVSQLite
import AgentKVServer
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct SlowClientTests {
    @Test func `A client that stops reading is closed with 1013, and holds up nobody`()
        async throws
    {
        let options = ServerOptions.changed { $0.limits.waitingEvents = 10 }
        try await RunningServer.run(options) { server in
            try await server.database.createInstance(name: "a")
            let value = JSONValue.string(String(repeating: "x", count: 20_000))
            let write = { @Sendable (key: Int) async throws in
                try await server.database.set("\(key)", to: value, instance: "a", namespace: "n")
            }
            try await SocketClient.open(server, "/ws") { slow in
                _ = try await slow.nextJSON()
                try await SocketClient.open(server, "/ws") { quick in
                    _ = try await quick.nextJSON()
                    // Until more waits than all buffers between the two hold, while the other one
                    // reads along.
                    var key = 0
                    while try await sockets(server) == 2 {
                        for _ in 1...20 {
                            key += 1
                            _ = try await write(key)
                            let frame = try await quick.nextJSON()
                            #expect(frame["data"]?["key"] == .string("\(key)"))
                        }
                    }
                }
                var last = SocketClient.Frame.end
                while true {
                    let frame = try await slow.next()
                    if frame == .end { break }
                    last = frame
                    if case .close = frame { break }
                }
                #expect(last == .close(1_013, "events came faster than they were read"))
            }
        }
    }

    /// How many sockets the server is telling of events.
    private func sockets(_ server: RunningServer) async throws -> Int? {
        try await RawConnection.open(server.port) { connection in
            try await connection.write(
                "GET /kvstore/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            let answer = try await connection.readToEnd()
            return answer.firstMatch(of: /"sockets":(\d+)/).flatMap { Int($0.1) }
        }
    }

    @Test func `A client that does not answer pings is closed with 1001`() async throws {
        let options = ServerOptions.changed { $0.limits.pingInterval = .milliseconds(1) }
        try await RunningServer.run(options) { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                let first = try await socket.next()
                var last = first
                while last == .ping { last = try await socket.next() }
                #expect(first == .ping)
                #expect(last == .close(1_001, "no answer to a ping"))
            }
        }
    }

    @Test func `Shutting down closes a hundred sockets with 1001 and ends`() async throws {
        try await RunningServer.run { server in
            let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
            try await withThrowingTaskGroup(of: SocketClient.Frame.self) { group in
                for number in 1...100 {
                    group.addTask {
                        let path = number.isMultiple(of: 2) ? "/ws" : "/codebolt"
                        return try await SocketClient.open(server, path) { socket in
                            _ = try await socket.next()
                            isReady.yield()
                            while true {
                                let frame = try await socket.nextButPing()
                                if case .text = frame { continue }
                                // A client that is polite, and one that is not.
                                if number.isMultiple(of: 3) { try? await socket.close() }
                                return frame
                            }
                        }
                    }
                }
                var count = 0
                for await _ in ready {
                    count += 1
                    if count == 100 { break }
                }
                await server.shutDown()
                for try await frame in group {
                    #expect(frame == .close(1_001, "the server is shutting down"))
                }
            }
        }
    }

    @Test func `A frame that is being answered at the shutdown is answered before the close`()
        async throws
    {
        let clock = HeldClock()
        try await RunningServer.run(wallClock: clock.wallClock) { server in
            defer { clock.release() }
            try await server.database.createInstance(name: "a")
            try await SocketClient.open(server, "/codebolt?namespace=other") { socket in
                clock.hold()
                for id in ["1", "2"] as [JSONValue] {
                    let params: JSONValue = [
                        "instanceId": "a", "namespace": "n", "key": "k", "value": 1,
                    ]
                    try await socket.send(
                        ["type": "kvStore.set", "requestId": id, "params": params] as JSONValue
                    )
                }
                await clock.waitUntilHeld()
                let end = SocketClient.Frame.close(1_001, "the server is shutting down")
                try await SocketClient.open(server, "/codebolt") { idle in
                    await server.shutDown()
                    #expect(try await idle.nextButPing() == end)
                    try await idle.close()
                }
                clock.release()
                let answer = try await socket.nextJSON()
                #expect(answer["requestId"] == "1")
                #expect(answer["success"] == true)
                #expect(try await socket.nextButPing() == end)
                try await socket.close()
                #expect(try await socket.next() == .end)
            }
        }
    }

    @Test func `Shutting down does not wait for who is silent`() async throws {
        try await RunningServer.run { server in
            try await RawConnection.open(server.port) { silent in
                try await RawConnection.open(server.port) { idle in
                    try await idle.write("GET /kvstore/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    _ = try await idle.read(through: "HTTP/1.1 200 ")
                    await server.shutDown()
                    _ = try await idle.readToEnd()
                }
                #expect(try await silent.readToEnd().isEmpty)
            }
        }
    }
}
