internal import NIOCore
internal import NIOWebSocket

/// Puts the frames of a socket together to messages, and says what is wrong with them.
struct MessageAssembler {
    /// What a frame amounts to.
    enum Step: Equatable {
        /// There is more to come, or nothing to do.
        case nothing
        case text(ByteBuffer)
        case binary
        case ping(ByteBuffer)
        case close(WebSocketErrorCode?)
        /// The client does what it must not: the socket is closed with this code.
        case violation(WebSocketErrorCode, String)
    }

    private let maximumBytes: Int
    private var message: ByteBuffer?
    private var isText = false

    /// Creates an assembler of messages of so many bytes.
    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Takes the next frame.
    mutating func add(_ frame: WebSocketFrame) -> Step {
        if frame.maskKey == nil { return .violation(.protocolError, "frames have to be masked") }
        if frame.rsv1 || frame.rsv2 || frame.rsv3 {
            return .violation(.protocolError, "no extension was agreed on")
        }
        switch frame.opcode {
        case .text, .binary:
            if message != nil {
                return .violation(.protocolError, "the message before has not ended")
            }
            isText = frame.opcode == .text
            message = ByteBuffer()
            return append(frame)
        case .continuation:
            if message == nil {
                return .violation(.protocolError, "there is no message to continue")
            }
            return append(frame)
        case .ping:
            return .ping(frame.unmaskedData)
        case .connectionClose:
            var data = frame.unmaskedData
            return .close(data.readWebSocketErrorCode())
        case .pong:
            return .nothing
        default:
            return .violation(.protocolError, "the kind of frame is not known")
        }
    }

    private mutating func append(_ frame: WebSocketFrame) -> Step {
        var data = frame.unmaskedData
        let length = (message?.readableBytes ?? 0) + data.readableBytes
        if length > maximumBytes {
            return .violation(.messageTooLarge, "a message may have \(maximumBytes) bytes")
        }
        if isText { message?.writeBuffer(&data) }
        guard frame.fin else { return .nothing }
        defer { message = nil }
        return isText ? .text(message ?? ByteBuffer()) : .binary
    }
}
