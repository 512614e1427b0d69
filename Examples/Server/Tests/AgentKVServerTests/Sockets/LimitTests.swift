import AgentKV
import AgentKVSQLite
import AgentKVServer
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct LimitTests {
    private static let count = "GET /kvstore/count/a HTTP/1.1\r\nHost: localhost\r\n\r\n"

    private static let lastCount = count.replacing(
        "\r\n\r\n",
        with: "\r\nConnection: close\r\n\r\n"
    )

    /// A request that sets a record to the text `x`, in two parts.
    private static let set: (start: String, rest: String) = {
        let body = #"{"instanceId":"a","namespace":"n","key":"k","value":"x"}"#
        let head = "POST /kvstore/kv HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.count)"
        return ("\(head)\r\n\r\n\(body.prefix(9))", String(body.dropFirst(9)))
    }()

    @Test func `A connection beyond the limit waits until another one ends`() async throws {
        try await RunningServer.run(.changed { $0.limits.connections = 1 }) { server in
            try await server.database.createInstance(name: "a")
            try await RawConnection.open(server.port) { first in
                #expect(try await first.ask(Self.count).contains(#""count":0"#))
                // The second one is opened, and written to, while the first one is there.
                let (writes, written) = AsyncStream.makeStream(of: Void.self)
                try await withThrowingTaskGroup(of: String.self) { group in
                    group.addTask {
                        try await RawConnection.open(server.port) { second in
                            try await second.write(Self.set.start + Self.set.rest)
                            written.yield()
                            return try await second.read(through: "\r\n\r\n")
                        }
                    }
                    for await _ in writes { break }
                    for _ in 1...200 {
                        let count = try await first.ask(Self.count)
                        #expect(count.contains(#""count":0"#))
                    }
                    try await first.write(Self.lastCount)
                    #expect(try await first.readToEnd().contains(#""count":0"#))
                    for try await head in group { #expect(head.hasPrefix("HTTP/1.1 200 ")) }
                }
            }
            #expect(try await server.database.getRecordCount(instance: "a") == 1)
        }
    }

    @Test func `A request beyond those that may be under way is answered by 503`() async throws {
        let clock = HeldClock()
        let options = ServerOptions.changed { $0.limits.requestsInFlight = 1 }
        try await RunningServer.run(options, wallClock: clock.wallClock) { server in
            defer { clock.release() }
            try await server.database.createInstance(name: "a")
            try await RawConnection.open(server.port) { first in
                clock.hold()
                try await first.write(Self.set.start + Self.set.rest)
                await clock.waitUntilHeld()
                try await RawConnection.open(server.port) { second in
                    let refusal = try await second.ask(Self.count)
                    #expect(refusal.hasPrefix("HTTP/1.1 503 "))
                    #expect(refusal.lowercased().contains("retry-after: 1"))
                    #expect(refusal.contains("too many requests"))
                    clock.release()
                    // Until the one before is no longer under way.
                    var later = ""
                    while !later.hasPrefix("HTTP/1.1 200 ") {
                        later = try await second.ask(Self.count)
                    }
                    #expect(later.contains(#""count":1"#))
                }
                #expect(try await first.read(through: "\r\n").hasPrefix("HTTP/1.1 200 "))
            }
        }
    }

    @Test func `Requests whose bodies are not whole keep nobody out`() async throws {
        try await RunningServer.run(.changed { $0.limits.requestsInFlight = 1 }) { server in
            try await server.database.createInstance(name: "a")
            try await RawConnection.open(server.port) { slow in
                // Once the first one is answered, the second one has been begun.
                #expect(try await slow.ask(Self.count + Self.set.start).contains(#""count":0"#))
                try await RawConnection.open(server.port) { other in
                    for _ in 1...10 {
                        let answer = try await other.ask(Self.count)
                        #expect(answer.hasPrefix("HTTP/1.1 200 "))
                    }
                }
                try await slow.write(Self.set.rest)
                #expect(try await slow.read(through: "\r\n").hasPrefix("HTTP/1.1 200 "))
            }
        }
    }

    @Test(arguments: ["/kvstore/kv", "/session"])
    func `A body that does not come in time is answered by 408`(path: String) async throws {
        let options = ServerOptions.changed { $0.limits.bodyTime = .milliseconds(20) }
        try await RunningServer.run(options) { server in
            try await RawConnection.open(server.port) { connection in
                let start = Self.set.start.replacing("/kvstore/kv", with: path)
                try await connection.write(start)
                let answer = try await connection.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 408 "))
                #expect(answer.contains("the body has not come in time"))
            }
        }
    }

    @Test func `A body that drips on and on after the answer ends too`() async throws {
        let options = ServerOptions.changed { $0.limits.bodyTime = .milliseconds(20) }
        try await RunningServer.run(options) { server in
            try await RawConnection.open(server.port) { connection in
                try await connection.write(
                    "POST /nope HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                )
                let writer = connection.writer
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        while (try? await writer.write("1\r\nx\r\n")) != nil {
                            await Task.yield()
                        }
                    }
                    let answers = try await connection.readToEnd()
                    #expect(answers.ranges(of: "HTTP/1.1 ").count <= 1)
                    group.cancelAll()
                }
            }
        }
    }

    @Test(arguments: [(1_000, "200"), (1_001, "413")])
    func `A body without its length is taken up to the limit, and answered by 413 above`(
        bytes: Int,
        status: String
    )
        async throws
    {
        try await RunningServer.run(.changed { $0.limits.bodyBytes = 1_000 }) { server in
            try await server.database.createInstance(name: "a")
            let start = #"{"instanceId":"a","namespace":"n","key":"k","value":""#
            let rest = String(repeating: "x", count: bytes - start.count - 2) + #""}"#
            try await RawConnection.open(server.port) { connection in
                var request = "POST /kvstore/kv HTTP/1.1\r\nHost: localhost\r\n"
                request += "Transfer-Encoding: chunked\r\n\r\n"
                for chunk in [start, rest, ""] {
                    request += "\(String(chunk.count, radix: 16))\r\n\(chunk)\r\n"
                }
                let answer = try await connection.ask(request)
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
            }
            let count = try await server.database.getRecordCount(instance: "a")
            #expect(count == (status == "200" ? 1 : 0))
        }
    }

    @Test func `A client that goes on and on with its header is let go`() async throws {
        let options = ServerOptions.changed {
            $0.limits.idleTime = .milliseconds(20)
            $0.limits.headerBytes = 1_000_000_000
        }
        try await RunningServer.run(options) { server in
            try await RawConnection.open(server.port) { connection in
                // It may have been let go already, where the machine is busy.
                try? await connection.write("GET /kvstore/health HTTP/1.1\r\nX: ")
                let writer = connection.writer
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        // A byte at a time, until the server has had enough.
                        while (try? await writer.write("x")) != nil {}
                    }
                    let told = try await connection.readToEnd()
                    #expect(told.isEmpty)
                    group.cancelAll()
                }
            }
        }
    }

    @Test func `A client that goes on and on with a later header is let go too`() async throws {
        let options = ServerOptions.changed {
            $0.limits.idleTime = .milliseconds(20)
            $0.limits.headerBytes = 1_000_000_000
        }
        try await RunningServer.run(options) { server in
            try await server.database.createInstance(name: "a")
            try await RawConnection.open(server.port) { connection in
                try? await connection.write(Self.count + "GET /kvstore/health HTTP/1.1\r\nX: ")
                let writer = connection.writer
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        while (try? await writer.write("x")) != nil {}
                    }
                    let told = try await connection.readToEnd()
                    // The first request may come too late as well, where the machine is busy.
                    #expect(told.ranges(of: "HTTP/1.1 ").count <= 1)
                    group.cancelAll()
                }
            }
        }
    }
}
