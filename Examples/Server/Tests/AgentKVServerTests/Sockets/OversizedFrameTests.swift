import AgentKV
import AgentKVServer
import Testing

/// Messages over the limit: each is answered, and its socket goes on.
@Suite(.serialized, .timeLimit(.minutes(5))) struct OversizedFrameTests {
    private static let limit = 20_000

    private static let options = ServerOptions.changed { $0.limits.messageBytes = limit }

    /// A request of so many bytes.
    private static func request(_ id: String, bytes: Int) -> [UInt8] {
        var text = #"{"type":"kvStore.set","requestId":"\#(id)","params":{"value":""#
        text += String(repeating: "x", count: bytes - text.utf8.count - 3) + #""}}"#
        return Array(text.utf8)
    }

    /// Expects that the socket still answers.
    private static func expectAnswers(_ socket: SocketClient) async throws {
        try await socket.send(#"{"type":"kvStore.listInstances","requestId":"after"}"#)
        let answer = try await socket.nextJSON()
        #expect(answer["requestId"] == "after")
        #expect(answer["success"] == true)
    }

    @Test(arguments: [limit + 1, limit * 5 + 3, limit * 16])
    func `A frame over the limit is answered under its id, and the socket stays`(
        bytes: Int
    )
        async throws
    {
        try await RunningServer.run(Self.options) { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                for id in ["1", "2"] {
                    try await socket.send(Self.request(id, bytes: bytes))
                    let answer = try await socket.nextJSON()
                    #expect(answer["requestId"] == .string(id))
                    #expect(answer["type"] == "kvStore.set")
                    #expect(answer["success"] == false)
                    guard case .string(let error)? = answer["error"] else { return }
                    #expect(error.contains("over the limit of 20000 bytes"))
                }
                try await Self.expectAnswers(socket)
            }
        }
    }

    @Test func `A message over the limit may come in many frames, with a ping between`()
        async throws
    {
        try await RunningServer.run(Self.options) { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                let request = Self.request("1", bytes: Self.limit * 9)
                try await socket.send(request[..<5], isFinal: false)
                for start in stride(from: 5, to: request.count, by: 70_000) {
                    let end = min(start + 70_000, request.count)
                    let isLast = end == request.count
                    try await socket.send("ping".utf8, opcode: 9)
                    try await socket.send(request[start..<end], opcode: 0, isFinal: isLast)
                    #expect(try await socket.nextButPing() == .pong)
                }
                #expect(try await socket.nextJSON()["requestId"] == "1")
                try await Self.expectAnswers(socket)
            }
        }
    }

    @Test func `An id that stands behind the first 64 KiB is not found`() async throws {
        try await RunningServer.run(Self.options) { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                let filler = String(repeating: "x", count: 70_000)
                let params = #"{"value":"\#(filler)"}"#
                let frame = #"{"params":\#(params),"type":"kvStore.set","requestId":"1"}"#
                try await socket.send(frame)
                let answer = try await socket.nextJSON()
                #expect(answer["type"] == "kvStore.error")
                #expect(answer["requestId"] != "1")
                #expect(answer["success"] == false)
                try await Self.expectAnswers(socket)
            }
        }
    }

    @Test func `A binary frame over the limit is answered as a small one`() async throws {
        try await RunningServer.run(Self.options) { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                let zeros = [UInt8](repeating: 0, count: Self.limit * 2)
                try await socket.send(zeros, opcode: 2)
                #expect(try await socket.nextJSON()["success"] == false)
                try await Self.expectAnswers(socket)
            }
        }
    }

    @Test func `A message of the limit is no message over it`() async throws {
        try await RunningServer.run(Self.options) { server in
            try await SocketClient.open(server, "/codebolt") { socket in
                try await socket.send(Self.request("1", bytes: Self.limit))
                let answer = try await socket.nextJSON()
                #expect(answer["requestId"] == "1")
                guard case .string(let error)? = answer["error"] else { return }
                #expect(error.contains("`instanceId`: it is missing"))
            }
        }
    }
}
