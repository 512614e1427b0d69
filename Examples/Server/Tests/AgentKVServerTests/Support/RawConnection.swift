import NIOCore
import NIOPosix

/// A connection on which a test writes and reads bytes as it likes.
final class RawConnection {
    /// What writes, from whatever task.
    let writer: Writer
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    /// What has come and has not been read.
    private var buffer = ByteBuffer()

    private init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound.makeAsyncIterator()
        writer = Writer(outbound: outbound)
    }

    /// Runs `body` with a connection to a port of this machine.
    static func open<R: Sendable>(
        _ port: Int,
        _ body: @Sendable (RawConnection) async throws -> R
    ) async throws -> R {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(RawConnection(inbound, outbound))
        }
    }

    /// The side of a connection that writes.
    struct Writer: Sendable {
        fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

        func write(_ text: String) async throws { try await write(ByteBuffer(string: text)) }

        func write(_ bytes: ByteBuffer) async throws { try await outbound.write(bytes) }
    }

    func write(_ text: String) async throws { try await writer.write(text) }

    func write(_ bytes: ByteBuffer) async throws { try await writer.write(bytes) }

    /// Reads so many bytes; nil if the connection ends before.
    func read(_ count: Int) async throws -> ByteBuffer? {
        while buffer.readableBytes < count {
            guard try await readMore() else { return nil }
        }
        return buffer.readSlice(length: count)
    }

    /// Reads up to the end of a mark, or all that comes where the connection ends before.
    func read(through mark: String) async throws -> String {
        while true {
            let text = String(buffer: buffer)
            if let range = text.firstRange(of: mark) {
                let found = String(text[..<range.upperBound])
                buffer.moveReaderIndex(forwardBy: found.utf8.count)
                return found
            }
            guard try await readMore() else {
                buffer.clear()
                return text
            }
        }
    }

    /// Sends a request, and returns the head and the body of the answer; the connection is kept.
    func ask(_ request: String) async throws -> String {
        try await write(request)
        let head = try await read(through: "\r\n\r\n")
        let length = head.lowercased().firstMatch(of: /content-length: (\d+)/)
            .flatMap { Int($0.1) }
        let body = try await read(length ?? 0)
        return head + (body.map { String(buffer: $0) } ?? "")
    }

    /// Reads all that comes until the connection ends.
    func readToEnd() async throws -> String {
        while try await readMore() {}
        defer { buffer.clear() }
        return String(buffer: buffer)
    }

    private func readMore() async throws -> Bool {
        do {
            guard var more = try await inbound.next(isolation: #isolation) else { return false }
            buffer.writeBuffer(&more)
            return true
        } catch is IOError {
            // Cut off by the other side: an end as any other.
            return false
        }
    }
}
