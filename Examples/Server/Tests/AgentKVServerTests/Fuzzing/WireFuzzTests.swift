import AgentKVServer
import AgentKVTesting
import NIOCore
import Testing

/// Bytes on a connection that are no request, no frame, or the half of one.
@Suite(.serialized, .timeLimit(.minutes(5))) struct WireFuzzTests {
    private static let requests = texts.map { Array($0.utf8) } + [socket]

    private static let texts = [
        "GET /kvstore/instances HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "POST /kvstore/kv HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
        "POST /kvstore/query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2\r\n{}\r\n0\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ]

    /// A socket, a text in two frames, and a close.
    private static let socket: [UInt8] =
        Array(SocketClient.handshake("/codebolt").utf8)
        + [0x01, 0x81, 0, 0, 0, 0, 0x7B] + [0x80, 0x81, 0, 0, 0, 0, 0x7D]
        + [0x88, 0x82, 0, 0, 0, 0, 3, 0xE8]

    @Test func `Damaged bytes end their own connection and no other`() async throws {
        let words = [
            "\r\n", "\r\n\r\n", "Host:", ":", " ", "HTTP/1.1", "-1", "ffffffff\r\n", "\u{0}",
        ]
        let options = ServerOptions.changed { $0.limits.closingTime = .milliseconds(50) }
        try await RunningServer.run(options) { server in
            for seed in FuzzSeeds.usual(100) {
                var inputs = HostileInput(corpus: Self.requests, words: words, seed: seed)
                for _ in 0..<2 {
                    let bytes = ByteBuffer(bytes: inputs.next())
                    try await RawConnection.open(server.port) { connection in
                        // The server may have closed it already.
                        try? await connection.write(bytes)
                    }
                }
            }
            let answer = try await RawConnection.open(server.port) { connection in
                try await connection.write(ByteBuffer(bytes: Self.requests[0]))
                return try await connection.readToEnd()
            }
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
        }
    }
}
