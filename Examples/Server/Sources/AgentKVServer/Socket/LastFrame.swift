internal import NIOCore
internal import NIOWebSocket

/// Lets nothing follow the close frame of a socket, which is the last one by the protocol.
///
/// What comes later is dropped: the client has been told that there is no more.
final class LastFrame: ChannelOutboundHandler {
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private var isSent = false

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isSent {
            promise?.succeed()
            return
        }
        isSent = unwrapOutboundIn(data).opcode == .connectionClose
        context.write(data, promise: promise)
    }
}
