internal import NIOCore
internal import NIOHTTP1

/// Ends a connection whose client goes on sending a body that is over the limit, once that is
/// answered.
///
/// Otherwise the server would read an endless body to its end. The server's side is closed first and
/// what still comes is dropped for a moment, so that the client can read the answer.
final class BodyGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private static let patience = TimeAmount.seconds(1)

    private let maximum: Int
    private var bodyBytes = 0
    private var isRequestRead = true
    private var isClosing = false

    /// Creates a guard for bodies of so many bytes.
    init(maximum: Int) {
        self.maximum = maximum
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isClosing { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            let announced = head.headers.first(name: "content-length").flatMap { Int($0) }
            (isRequestRead, bodyBytes) = (false, 0)
            if let announced, announced > maximum { bodyBytes = announced }
        case .body(let buffer):
            let (sum, isOver) = bodyBytes.addingReportingOverflow(buffer.readableBytes)
            bodyBytes = isOver ? .max : sum
        case .end:
            isRequestRead = true
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard
            case .end = unwrapOutboundIn(data), !isRequestRead, bodyBytes > maximum, !isClosing
        else {
            context.write(data, promise: promise)
            return
        }
        isClosing = true
        let channel = context.channel
        context.writeAndFlush(data).assumeIsolated().whenComplete { result in
            promise?.completeWith(result)
            channel.close(mode: .output, promise: nil)
        }
        context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
    }
}
