import AgentKV
import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct ProgramTests {
    private static func request(_ path: String, _ body: String, more: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.utf8.count)\r\n\(more)\r\n"
            + body
    }

    @Test(arguments: [(SIGTERM, SIGTERM), (SIGINT, SIGTERM), (SIGTERM, SIGINT)])
    func `A second signal does not cut off what is under way`(
        _ first: Int32,
        _ second: Int32
    )
        async throws
    {
        let server = try await ServerProcess(["--shutdown-time", "100"])
        let body = #"{"name":"a"}"#
        try await RawConnection.open(server.port) { connection in
            let whole = Self.request("/kvstore/instances", body)
            // Once the request before it is answered, the one for an instance has been begun.
            let health = "GET /kvstore/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
            _ = try await connection.ask(health + whole.dropLast(4))
            try await RawConnection.open(server.port) { other in
                _ = try await other.ask(health)
                server.send(first)
                // It is closed because the server has begun to shut down.
                _ = try await other.readToEnd()
            }
            server.send(second)
            try await connection.write(String(whole.suffix(4)))
            let answer = try await connection.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 201 "))
        }
        #expect(await server.end() == 0)
    }

    @Test func `A query is ended after the time that the option says`() async throws {
        let server = try await ServerProcess(["--query-time", "0.001"])
        let value = String(repeating: "x", count: 500)
        let entries = (0..<1_000).map { #"{"key":"\#($0)","value":"\#(value)"}"# }
            .joined(separator: ",")
        let namespaces = (0..<10).map { "n\($0)" }
        try await RawConnection.open(server.port) { connection in
            for namespace in namespaces {
                let place = #""instanceId":"a","namespace":"\#(namespace)""#
                let body = #"{\#(place),"autoCreateInstance":true,"entries":[\#(entries)]}"#
                let answer = try await connection.ask(Self.request("/kvstore/batch/set", body))
                #expect(answer.hasPrefix("HTTP/1.1 200 "))
            }
            let filter = #"{"field":"value","operator":"contains","value":"xxxy"}"#
            let query = #"{"instance":"a","where":[\#(filter),\#(filter),\#(filter)]}"#
            let last = Self.request("/kvstore/query", query, more: "Connection: close\r\n")
            try await connection.write(last)
            let answer = try await connection.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 503 "), "\(answer)")
            #expect(answer.contains("timed out"))
        }
        server.send(SIGTERM)
        #expect(await server.end() == 0)
    }

    @Test func `The token of the environment is asked for, unless another one is given`()
        async throws
    {
        for (options, token) in [([], "one"), (["--token", "two"], "two")] {
            let server = try await ServerProcess(options, environment: ["AGENTKV_TOKEN": "one"])
            let head = "GET /kvstore/instances HTTP/1.1\r\nHost: localhost\r\n"
            try await RawConnection.open(server.port) { connection in
                let unknown = try await connection.ask("\(head)\r\n")
                #expect(unknown.hasPrefix("HTTP/1.1 401 "))
                let known = try await connection.ask(
                    "\(head)Authorization: Bearer \(token)\r\n\r\n"
                )
                #expect(known.hasPrefix("HTTP/1.1 200 "))
            }
            server.send(SIGTERM)
            #expect(await server.end() == 0)
        }
    }

    @Test(arguments: [
        (["--token", ""], "--token", "one"), ([], "AGENTKV_TOKEN", ""),
        (["--host", "0.0.0.0"], "AGENTKV_TOKEN", ""),
    ])
    func `An empty token is refused, and not taken for none`(
        options: [String],
        source: String,
        variable: String
    )
        async throws
    {
        let refusal = try await ServerProcess.refusal(
            options,
            environment: ["AGENTKV_TOKEN": variable]
        )
        #expect(refusal.status == 64)
        #expect(refusal.said.contains("\(source): the token is empty"))
    }

    @Test func `SIGTERM ends the program, whatever a hundred sockets do`()
        async throws
    {
        let server = try await ServerProcess()
        let (ready, isReady) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: SocketClient.Frame.self) { group in
            for number in 1...100 {
                group.addTask {
                    try await SocketClient.open(port: server.port, "/ws") { socket in
                        _ = try await socket.nextJSON()
                        isReady.yield()
                        let frame = try await socket.nextButPing()
                        if number.isMultiple(of: 2) { try await socket.close() }
                        // Who is deaf to the close frame stays until it is cut off.
                        while try await socket.next() != .end {}
                        return frame
                    }
                }
            }
            var count = 0
            for await _ in ready {
                count += 1
                if count == 100 { break }
            }
            server.send(SIGTERM)
            for try await frame in group {
                #expect(frame == .close(1_001, "the server is shutting down"))
            }
            #expect(await server.end() == 0)
        }
    }
}
