internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1

/// Answers what cannot be read as a request, and closes the connection.
final class HeaderErrors: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private var isAnswering = false

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): isAnswering = head.status.code >= 200
        case .body: break
        case .end: isAnswering = false
        }
        context.write(data, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let failure = Self.failure(error) else {
            context.fireErrorCaught(error)
            return
        }
        if !isAnswering { answer(failure, context) }
        context.close(promise: nil)
    }

    private static func failure(_ error: any Error) -> Failure? {
        switch error {
        case is BodyGuard.LateBody:
            Failure(.requestTimeout, "the body has not come in time")
        case HTTPParserError.headerOverflow:
            Failure(.requestHeaderFieldsTooLarge, "the header is over the limit")
        case let error as HTTPParserError:
            Failure(.badRequest, "this is no request of HTTP/1.1: \(error)")
        default:
            nil
        }
    }

    private func answer(_ failure: Failure, _ context: ChannelHandlerContext) {
        let envelope = Envelope(
            type: Envelope.unknown,
            requestID: RequestID.make(),
            result: .failure(failure)
        )
        let body = envelope.text
        let head = HTTPResponseHead(
            version: .http1_1,
            status: .init(statusCode: failure.status.code),
            headers: [
                "connection": "close", "content-type": "application/json; charset=utf-8",
                "content-length": "\(body.readableBytes)", "x-content-type-options": "nosniff",
            ]
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
