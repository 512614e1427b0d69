import AgentKV
import NIOCore
import Testing

/// A WebSocket as a client speaks it, and as no client should.
struct SocketClient {
    /// A frame that the server has sent.
    enum Frame: Equatable {
        case text(String)
        case ping
        case pong
        case close(Int, String)
        /// The connection has ended.
        case end
    }

    let connection: RawConnection

    /// Opens a socket, and runs `body` with it.
    static func open<R: Sendable>(
        _ server: RunningServer,
        _ path: String,
        headers: String = "",
        _ body: @Sendable (SocketClient) async throws -> R
    ) async throws -> R {
        try await open(port: server.port, path, headers: headers, body)
    }

    /// Opens a socket of the server that listens on a port, and runs `body` with it.
    static func open<R: Sendable>(
        port: Int,
        _ path: String,
        headers: String = "",
        _ body: @Sendable (SocketClient) async throws -> R
    ) async throws -> R {
        try await RawConnection.open(port) { connection in
            try await connection.write(handshake(path, headers: headers))
            let head = try await connection.read(through: "\r\n\r\n")
            try #require(head.hasPrefix("HTTP/1.1 101 "), "\(head)")
            return try await body(SocketClient(connection: connection))
        }
    }

    static func handshake(
        _ path: String,
        version: String = "13",
        key: String = "dGhlIHNhbXBsZSBub25jZQ==",
        headers: String = ""
    ) -> String {
        """
        GET \(path) HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
        Sec-WebSocket-Version: \(version)\r\nSec-WebSocket-Key: \(key)\r\n\(headers)\r\n
        """
    }

    /// Sends a frame: by default a whole text, masked.
    func send(
        _ bytes: some Collection<UInt8>,
        opcode: UInt8 = 1,
        isFinal: Bool = true,
        isMasked: Bool = true
    ) async throws {
        try await connection.write(
            Self.frame(bytes, opcode: opcode, isFinal: isFinal, isMasked: isMasked)
        )
    }

    /// Returns the bytes of a frame.
    static func frame(
        _ bytes: some Collection<UInt8>,
        opcode: UInt8 = 1,
        isFinal: Bool = true,
        isMasked: Bool = true
    ) -> ByteBuffer {
        var frame = ByteBuffer()
        frame.writeInteger((isFinal ? 0x80 : 0) | opcode)
        let mask: UInt8 = isMasked ? 0x80 : 0
        switch bytes.count {
        case ..<126: frame.writeInteger(mask | UInt8(bytes.count))
        case ..<65_536:
            frame.writeInteger(mask | 126)
            frame.writeInteger(UInt16(bytes.count))
        default:
            frame.writeInteger(mask | 127)
            frame.writeInteger(UInt64(bytes.count))
        }
        let key: [UInt8] = [1, 2, 3, 4]
        if isMasked {
            frame.writeBytes(key)
            frame.writeBytes(bytes.enumerated().map { $0.element ^ key[$0.offset % 4] })
        } else {
            frame.writeBytes(bytes)
        }
        return frame
    }

    func send(_ text: String) async throws { try await send(text.utf8) }

    func send(_ json: JSONValue) async throws { try await send(json.text()) }

    /// Closes the socket as a client should.
    func close() async throws { try await send([3, 232] as [UInt8], opcode: 8) }

    /// Returns the next frame.
    func next() async throws -> Frame {
        guard var head = try await connection.read(2) else { return .end }
        let bytes = head.readBytes(length: 2) ?? []
        var length = Int(bytes[1] & 0x7F)
        switch length {
        case 126: length = Int(try await connection.read(2)?.integer(UInt16.self) ?? 0)
        case 127: length = Int(try await connection.read(8)?.integer(UInt64.self) ?? 0)
        default: break
        }
        guard let data = try await connection.read(length) else { return .end }
        switch bytes[0] & 0x0F {
        case 8:
            let reason = String(buffer: data).utf8.count > 2 ? data.text(from: 2) : ""
            return .close(Int(data.integer(UInt16.self) ?? 0), reason)
        case 9: return .ping
        case 10: return .pong
        default: return .text(String(buffer: data))
        }
    }

    /// Returns the next text frame as JSON; null where the socket ends before.
    func nextJSON() async throws -> JSONValue {
        while true {
            switch try await next() {
            case .text(let text): return try JSONValue(parsing: text)
            case .ping: try await pong()
            case .pong: continue
            case .close, .end: return .null
            }
        }
    }

    /// Returns the next frame that is no ping.
    func nextButPing() async throws -> Frame {
        while true {
            let frame = try await next()
            if frame != .ping { return frame }
            try await pong()
        }
    }

    /// Answers a ping.
    func pong() async throws { try await send([] as [UInt8], opcode: 10) }
}

extension ByteBuffer {
    fileprivate func integer<I: FixedWidthInteger>(_ type: I.Type) -> I? {
        getInteger(at: readerIndex, as: type)
    }

    fileprivate func text(from offset: Int) -> String {
        getString(at: readerIndex + offset, length: readableBytes - offset) ?? ""
    }
}
