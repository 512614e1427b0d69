import AgentKVTesting
import NIOCore
import NIOWebSocket
import Testing

@testable import AgentKVServer

/// Frames in any order: they become the messages that they are the pieces of, or end the socket.
@Suite struct AssemblerFuzzTests {
    @Test func `Frames in any order become whole messages or a violation`() throws {
        var (messages, oversized) = (0, 0)
        for seed in FuzzSeeds.usual(2_000) {
            var random = SplitMix64(seed: seed)
            var assembler = MessageAssembler(maximumBytes: 10)
            var model = PlainMessages(maximumBytes: 10)
            for _ in 0..<20 {
                let frame = Self.frame(&random)
                let step = assembler.add(frame)
                try #require(step.name == model.add(frame), "seed \(seed): \(frame)")
                switch step {
                case .text: messages += 1
                case .oversized: oversized += 1
                default: break
                }
                if case .violation = step { break }
            }
        }
        #expect(messages > FuzzSeeds.usual(2_000).count / 8)
        #expect(oversized > FuzzSeeds.usual(2_000).count / 8)
    }

    private static func frame(_ random: inout SplitMix64) -> WebSocketFrame {
        let opcodes: [WebSocketOpcode] = [
            .text, .text, .continuation, .continuation, .continuation, .binary, .ping, .pong,
        ]
        let isOdd = Int.random(in: 0..<40, using: &random) == 0
        let opcode = opcodes.randomElement(using: &random) ?? .text
        let count = Int.random(in: 0..<20, using: &random)
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        return WebSocketFrame(
            fin: Bool.random(using: &random),
            rsv1: isOdd && Bool.random(using: &random),
            opcode: isOdd ? WebSocketOpcode(encodedWebSocketOpcode: 11) ?? opcode : opcode,
            maskKey: isOdd ? nil : [1, 2, 3, 4],
            data: ByteBuffer(bytes: bytes)
        )
    }
}

/// The same in the plainest way: all pieces of a message, put together at its end.
private struct PlainMessages {
    let maximumBytes: Int
    private var pieces: [[UInt8]]?
    private var isText = false

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    mutating func add(_ frame: WebSocketFrame) -> String {
        let bytes = Array(frame.unmaskedData.readableBytesView)
        if frame.maskKey == nil || frame.rsv1 { return "protocolError" }
        switch frame.opcode {
        case .ping: return "ping \(bytes)"
        case .pong: return "nothing"
        case .text, .binary:
            if pieces != nil { return "protocolError" }
            isText = frame.opcode == .text
            pieces = []
        case .continuation:
            if pieces == nil { return "protocolError" }
        default: return "protocolError"
        }
        let all = (pieces ?? []) + [bytes]
        let whole = Array(all.joined())
        if whole.count > maximumBytes * 16 { return "messageTooLarge" }
        pieces = frame.fin ? nil : all
        guard frame.fin else { return "nothing" }
        if !isText { return "binary" }
        return whole.count > maximumBytes ? "oversized \(whole)" : "text \(whole)"
    }
}

extension MessageAssembler.Step {
    fileprivate var name: String {
        switch self {
        case .nothing: "nothing"
        case .text(let buffer): "text \(Array(buffer.readableBytesView))"
        case .oversized(let buffer): "oversized \(Array(buffer.readableBytesView))"
        case .binary: "binary"
        case .ping(let buffer): "ping \(Array(buffer.readableBytesView))"
        case .close: "close"
        case .violation(.messageTooLarge, _): "messageTooLarge"
        case .violation: "protocolError"
        }
    }
}
