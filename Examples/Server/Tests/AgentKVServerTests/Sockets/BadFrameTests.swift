import AgentKV
import AgentKVServer
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct BadFrameTests {
    private static let request = #"{"type":"kvStore.listInstances","requestId":"1"}"#

    /// Opens a socket, sends frames, and returns the code with which it is closed.
    private static func code(
        _ options: ServerOptions = ServerOptions(),
        after send: @escaping @Sendable (SocketClient) async throws -> Void
    ) async throws -> Int? {
        let (codes, code) = AsyncStream.makeStream(of: Int?.self)
        try await RunningServer.run(options) { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                try await send(socket)
                while true {
                    switch try await socket.next() {
                    case .close(let number, _):
                        code.yield(number)
                        return
                    case .end:
                        code.yield(nil)
                        return
                    default: continue
                    }
                }
            }
        }
        return await codes.first { _ in true } ?? nil
    }

    @Test func `A message in several frames, with a ping between, is one`() async throws {
        try await RunningServer.run { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                let bytes = Array(Self.request.utf8)
                try await socket.send(bytes[..<5], isFinal: false)
                try await socket.send("ping".utf8, opcode: 9)
                try await socket.send(bytes[5..<9], opcode: 0, isFinal: false)
                try await socket.send(bytes[9...], opcode: 0)
                #expect(try await socket.nextButPing() == .pong)
                #expect(try await socket.nextJSON()["success"] == true)
            }
        }
    }

    @Test func `A frame that is not masked closes with 1002`() async throws {
        let code = try await Self.code { try await $0.send("{}".utf8, isMasked: false) }
        #expect(code == 1_002)
    }

    @Test func `A continuation of nothing, and a message within one, close with 1002`()
        async throws
    {
        let first = try await Self.code { try await $0.send("{}".utf8, opcode: 0) }
        let second = try await Self.code { socket in
            try await socket.send("{".utf8, isFinal: false)
            try await socket.send("}".utf8)
        }
        #expect(first == 1_002)
        #expect(second == 1_002)
    }

    @Test(arguments: [1_000, 10_000])
    func `A message of more than 16 times the limit closes with 1009, in one frame or in many`(
        limit: Int
    )
        async throws
    {
        let options = ServerOptions.changed { $0.limits.messageBytes = limit }
        let big = [UInt8](repeating: 0x20, count: limit * 16)
        let one = try await Self.code(options) { try await $0.send(big + [0x20]) }
        let many = try await Self.code(options) { socket in
            try await socket.send(big, isFinal: false)
            try await socket.send([0x20] as [UInt8], opcode: 0)
        }
        #expect(one == 1_009)
        #expect(many == 1_009)
    }

    @Test func `A close is answered by a close`() async throws {
        let code = try await Self.code { try await $0.close() }
        #expect(code == 1_000)
    }
}
