internal import NIOCore
internal import NIOHTTP1

/// Stands before the upgrade of a connection, and lets through only requests that are as they have
/// to be.
///
/// Any other request loses its `Upgrade` header, since NIO would close the connection over one that it
/// declines: so it is answered as a plain request, the last one of its connection, because NIO's decoder
/// reads nothing after a request for an upgrade. A connection on which no request comes in time is
/// closed, and so is one that is silent when the server shuts down. What is wrong with the header of a
/// first request is answered. In whatever way a request asks for the end of its connection, it goes on
/// with `Connection: close`.
final class UpgradeGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let access: AccessCheck
    private let patience: TimeAmount
    private var deadline: Scheduled<Void>?
    private var hasHeard = false
    /// What the first request asks for; nil if it is for no socket.
    private(set) var request: SocketRequest?

    /// Creates a gate that waits so long for the first request.
    init(access: AccessCheck, patience: TimeAmount) {
        self.access = access
        self.patience = patience
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else {
            context.fireChannelRead(data)
            return
        }
        if !hasHeard {
            hasHeard = true
            deadline?.cancel()
            request = SocketRequest(head, access: access)
        }
        if request == nil {
            let isDeclined = head.headers.contains(name: "upgrade")
            head.headers.remove(name: "upgrade")
            // Whoever answers knows the end of a connection by this one word only.
            if isDeclined || !head.isKeepAlive {
                head.headers.replaceOrAdd(name: "connection", value: "close")
            }
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent, !hasHeard {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}
