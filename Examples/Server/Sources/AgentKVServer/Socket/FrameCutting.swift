internal import NIOCore

/// Stands before the decoder of a socket, and cuts large frames by a ``FrameCutter``.
final class FrameCutting: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var cutter: FrameCutter

    init(_ cutter: FrameCutter) {
        self.cutter = cutter
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        cutter.take(unwrapInboundIn(data)) { context.fireChannelRead(wrapInboundOut($0)) }
    }
}
