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
        try await RunningServer.run(.changed { $0.limits.requestsInFlight = 1 }) { server in
            try await server.database.createInstance(name: "a")
            try await RawConnection.open(server.port) { first in
                // Its body is not whole, so that it stays under way.
                try await first.write(Self.set.start)
                let writer = first.writer
                try await RawConnection.open(server.port) { second in
                    var refusal = ""
                    while !refusal.hasPrefix("HTTP/1.1 503 ") {
                        refusal = try await second.ask(Self.count)
                    }
                    #expect(refusal.lowercased().contains("retry-after: 1"))
                    #expect(refusal.contains("too many requests"))
                    try await writer.write(Self.set.rest)
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

    @Test func `A client that goes on and on with its header is let go`() async throws {
        let options = ServerOptions.changed {
            $0.limits.idleTime = .milliseconds(20)
            $0.limits.headerBytes = 1_000_000_000
        }
        try await RunningServer.run(options) { server in
            try await RawConnection.open(server.port) { connection in
                try await connection.write("GET /kvstore/health HTTP/1.1\r\nX: ")
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
                try await connection.write(Self.count + "GET /kvstore/health HTTP/1.1\r\nX: ")
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
