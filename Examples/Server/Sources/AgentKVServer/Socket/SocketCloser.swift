internal import NIOCore
internal import NIOWebSocket
internal import Synchronization

/// Closes a socket once, with a close frame that says why.
///
/// The frame goes behind what is being sent. A client that neither reads it nor answers it in time is
/// cut off.
final class SocketCloser: Sendable {
    private let channel: any Channel
    private let patience: TimeAmount
    private let isClosing = Mutex(false)

    init(_ channel: any Channel, patience: Duration) {
        self.channel = channel
        self.patience = TimeAmount(patience)
    }

    /// Whether the close frame has been sent, or is about to be.
    var hasBegun: Bool { isClosing.withLock { $0 } }

    /// Sends the close frame, and gives the client a time to answer it.
    func close(_ code: WebSocketErrorCode, _ reason: String) {
        let isFirst = isClosing.withLock { isClosing in
            defer { isClosing = true }
            return !isClosing
        }
        if !isFirst { return }
        var data = ByteBuffer()
        data.write(webSocketErrorCode: code)
        data.writeString(reason)
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
        channel.writeAndFlush(frame, promise: nil)
        let channel = channel
        channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    }
}

extension WebSocketErrorCode {
    /// The server cannot go on with this client for now: 1013.
    static let tryAgainLater = WebSocketErrorCode(codeNumber: 1_013)
}
