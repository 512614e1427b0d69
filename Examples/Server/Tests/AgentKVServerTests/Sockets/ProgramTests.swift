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
        let server = try await ServerProcess()
        let body = #"{"name":"a"}"#
        try await RawConnection.open(server.port) { connection in
            let whole = Self.request("/kvstore/instances", body)
            try await connection.write(String(whole.dropLast(4)))
            // Once a later request is answered, the one before has been begun.
            try await RawConnection.open(server.port) { other in
                var text = ""
                while !text.contains("agentkv_requests_in_flight 2.0") {
                    text = try await other.ask(
                        "GET /kvstore/metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    )
                }
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
}
