internal import NIOCore
internal import NIOHTTP1

/// Bounds the body of a request: its bytes once the request is answered, and its time.
///
/// A client that asks before it sends its body is told to go on, unless that is over the limit.
/// Until the answer, whoever reads the body sees that it is over the limit. After that the rest is
/// read for nothing, to the end of an endless body: so the connection ends at the limit. The server's
/// side is closed first and what still comes is dropped for a moment, so that the client can read the
/// answer. A body that takes too long is an error, ``LateBody``, or the end of the connection if the
/// request is answered already.
final class BodyGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// The error of a body that has not come in time.
    struct LateBody: Error {}

    private static let patience = TimeAmount.seconds(1)

    private let maximum: Int
    private let longest: TimeAmount
    private var bodyBytes = 0
    private var isRequestRead = true
    private var isAnswered = false
    private var isClosing = false
    private var deadline: Scheduled<Void>?

    /// Creates a guard for bodies of so many bytes, which come within that time.
    init(maximum: Int, longest: TimeAmount) {
        self.maximum = maximum
        self.longest = longest
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isClosing { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            let announced = head.headers.first(name: "content-length").flatMap { Int($0) }
            (isRequestRead, isAnswered, bodyBytes) = (false, false, 0)
            if let announced, announced > maximum {
                bodyBytes = announced
            } else if head.waitsToContinue {
                let answer = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(answer)), promise: nil)
            }
        case .body(let buffer):
            let (sum, isOver) = bodyBytes.addingReportingOverflow(buffer.readableBytes)
            bodyBytes = isOver ? .max : sum
            if isAnswered, bodyBytes > maximum {
                close(context)
                return
            }
        case .end:
            isRequestRead = true
            deadline?.cancel()
            deadline = nil
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Most requests are whole by now, and need no deadline.
        if !isRequestRead, deadline == nil {
            deadline = context.eventLoop.assumeIsolated().scheduleTask(in: longest) {
                self.endLateBody(context)
            }
        }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else {
            context.write(data, promise: promise)
            return
        }
        isAnswered = true
        if isRequestRead || bodyBytes <= maximum || isClosing {
            context.write(data, promise: promise)
        } else {
            context.writeAndFlush(data, promise: promise)
            close(context)
        }
    }

    private func endLateBody(_ context: ChannelHandlerContext) {
        if isClosing { return }
        isClosing = true
        if isAnswered {
            context.close(promise: nil)
        } else {
            context.pipeline.fireErrorCaught(LateBody())
        }
    }

    /// Closes the server's side behind what is being sent, and the connection a moment later.
    private func close(_ context: ChannelHandlerContext) {
        isClosing = true
        let channel = context.channel
        channel.close(mode: .output, promise: nil)
        context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
    }
}

extension HTTPRequestHead {
    /// Whether the client sends the body only once it is told to.
    fileprivate var waitsToContinue: Bool {
        version == .http1_1
            && headers[canonicalForm: "expect"].contains { $0.lowercased() == "100-continue" }
    }
}
