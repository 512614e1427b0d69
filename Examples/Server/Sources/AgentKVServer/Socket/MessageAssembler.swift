internal import NIOCore
internal import NIOWebSocket

/// Puts the frames of a socket together to messages, and says what is wrong with them.
///
/// A message over the limit is read on without being kept but for its beginning, up to 16 times the
/// limit, so that it can be answered and the socket goes on.
struct MessageAssembler {
    /// What a frame amounts to.
    enum Step: Equatable {
        /// There is more to come, or nothing to do.
        case nothing
        case text(ByteBuffer)
        /// A text over the limit has ended, which began like this.
        case oversized(ByteBuffer)
        case binary
        case ping(ByteBuffer)
        case close(WebSocketErrorCode?)
        /// The client does what it must not: the socket is closed with this code.
        case violation(WebSocketErrorCode, String)
    }

    /// How much of a text over the limit is kept.
    static let keptBytes = 65_536

    private struct Message {
        let isText: Bool
        var bytes = 0
        var kept = ByteBuffer()
    }

    private let maximumBytes: Int
    private let longest: Int
    private var message: Message?

    /// Creates an assembler of messages of so many bytes.
    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
        longest = Self.longest(maximumBytes)
    }

    /// The most bytes of a message that is read to its end, where so many are taken.
    static func longest(_ maximumBytes: Int) -> Int {
        let (longest, isTooLarge) = maximumBytes.multipliedReportingOverflow(by: 16)
        return isTooLarge ? .max : longest
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
            return append(frame, to: Message(isText: frame.opcode == .text))
        case .continuation:
            guard let begun = message.take() else {
                return .violation(.protocolError, "there is no message to continue")
            }
            return append(frame, to: begun)
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

    private mutating func append(_ frame: WebSocketFrame, to begun: consuming Message) -> Step {
        var data = frame.unmaskedData
        begun.bytes += data.readableBytes
        if begun.bytes > longest {
            return .violation(.messageTooLarge, "a message may have \(maximumBytes) bytes")
        }
        let isOver = begun.bytes > maximumBytes
        if begun.isText {
            if !isOver { begun.kept.writeBuffer(&data) } else { begun.kept.keepStart(and: data) }
        }
        guard frame.fin else {
            message = begun
            return .nothing
        }
        if !begun.isText { return .binary }
        return isOver ? .oversized(begun.kept) : .text(begun.kept)
    }
}

extension ByteBuffer {
    /// Keeps the beginning of what it holds and of what follows, in no more memory than that takes.
    fileprivate mutating func keepStart(and next: ByteBuffer) {
        let count = MessageAssembler.keptBytes
        if readableBytes > count {
            self = ByteBuffer(bytes: readableBytesView.prefix(count))
        } else if readableBytes < count {
            writeBytes(next.readableBytesView.prefix(count - readableBytes))
        }
    }
}
