internal import NIOCore
internal import NIOHTTPTypes

/// Closes a connection for requests on which nothing has moved for the idle time.
///
/// It looks from time to time, and so closes the connection up to a quarter of that time later.
final class IdleGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let interval: TimeAmount
    private var activity = ConnectionActivity()
    private var nextLook: Scheduled<Void>?

    init(idleTime: Duration) {
        interval = TimeAmount(idleTime / ConnectionActivity.stillLooks)
    }

    func handlerAdded(context: ChannelHandlerContext) { scheduleLook(context) }

    func handlerRemoved(context: ChannelHandlerContext) { nextLook?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        activity.read(unwrapInboundIn(data))
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        activity.write(unwrapOutboundIn(data))
        context.write(data, promise: promise)
    }

    private func scheduleLook(_ context: ChannelHandlerContext) {
        nextLook = context.eventLoop.assumeIsolated().scheduleTask(in: interval) {
            self.look(context)
        }
    }

    private func look(_ context: ChannelHandlerContext) {
        if let sent = try? SentBytes.progress(of: context.channel), !activity.isIdle(sent) {
            scheduleLook(context)
        } else {
            context.close(promise: nil)
        }
    }
}
