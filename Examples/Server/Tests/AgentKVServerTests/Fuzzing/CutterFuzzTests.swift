import AgentKVTesting
import NIOCore
import NIOEmbedded
import NIOWebSocket
import Testing

@testable import AgentKVServer

/// Frames that are cut on their way: they amount to the same messages, in pieces of a bounded size.
@Suite struct CutterFuzzTests {
    private static let (whole, longest, piece) = (20, 120, 8)

    @Test func `Frames that are cut amount to the messages of those that are not`() throws {
        var cuts = 0
        for seed in FuzzSeeds.usual(200) {
            var random = SplitMix64(seed: seed)
            let frames = (0..<8).map { _ in Self.frame(&random) }
            let bytes = frames.reduce(into: ByteBuffer()) { $0.writeImmutableBuffer($1) }
            let plain = try Self.decoded([bytes])
            let pieces = try Self.decoded(Self.cut(bytes, &random))
            try #require(Self.steps(pieces) == Self.steps(plain), "seed \(seed)")
            for frame in pieces { try #require(frame.length <= Self.whole, "seed \(seed)") }
            if pieces.count > plain.count { cuts += 1 }
        }
        #expect(cuts > FuzzSeeds.usual(200).count / 4)
    }

    @Test func `Small frames and those beyond the longest stay as they are`() {
        var random = SplitMix64(seed: 1)
        for length in [0, 1, Self.whole, Self.longest + 1, 70_000] {
            let bytes = SocketClient.frame([UInt8](repeating: 1, count: length))
            let all = Self.cut(bytes, &random).reduce(into: ByteBuffer()) {
                $0.writeImmutableBuffer($1)
            }
            #expect(all == bytes)
        }
    }

    /// Hands over bytes in parts of any length, and returns what comes of them.
    private static func cut(_ bytes: ByteBuffer, _ random: inout SplitMix64) -> [ByteBuffer] {
        var cutter = FrameCutter(wholeBytes: whole, longest: longest, pieceBytes: piece)
        var (bytes, parts) = (bytes, [ByteBuffer]())
        while bytes.readableBytes > 0 {
            let count = min(Int.random(in: 1...30, using: &random), bytes.readableBytes)
            if let part = bytes.readSlice(length: count) { cutter.take(part) { parts.append($0) } }
        }
        return parts
    }

    /// A frame that a client may send: a message or a part of one, or a ping.
    private static func frame(_ random: inout SplitMix64) -> ByteBuffer {
        let opcode = [1, 0, 0, 2, 9].randomElement(using: &random) ?? 1
        let count = Int.random(in: 0...(opcode == 9 ? whole : longest), using: &random)
        return SocketClient.frame(
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) },
            opcode: UInt8(opcode),
            isFinal: opcode == 9 || Bool.random(using: &random),
            isMasked: Int.random(in: 0..<30, using: &random) > 0
        )
    }

    private static func decoded(_ parts: [ByteBuffer]) throws -> [WebSocketFrame] {
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: 1_000))
        )
        for part in parts { try channel.writeInbound(part) }
        var frames: [WebSocketFrame] = []
        while let frame = try channel.readInbound(as: WebSocketFrame.self) { frames.append(frame) }
        _ = try channel.finish()
        return frames
    }

    /// What the frames amount to, up to the first one that a client must not send.
    private static func steps(_ frames: [WebSocketFrame]) -> [MessageAssembler.Step] {
        var assembler = MessageAssembler(maximumBytes: 200)
        var steps: [MessageAssembler.Step] = []
        for frame in frames {
            let step = assembler.add(frame)
            if step != .nothing { steps.append(step) }
            if case .violation = step { return steps }
        }
        return steps
    }
}
