internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import NIOHTTPTypesHTTP1
internal import NIOWebSocket

/// A connection: requests one after the other, or a WebSocket if the first request asks for one.
struct ServerConnection: ServerChildChannel, HTTPChannelHandler {
    /// What has become of a connection, once its first request is there.
    enum Kind: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        case socket(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, SocketRequest)
    }

    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let kind: EventLoopFuture<Kind>
    }

    let responder: HTTPChannelHandler.Responder
    let parts: ServerParts

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let limits = parts.options.limits
            let gate = UpgradeGate(access: parts.access, patience: TimeAmount(limits.idleTime))
            let encoder = HTTPResponseEncoder()
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(
                    leftOverBytesStrategy: .forwardBytes,
                    limitConfiguration: NIOHTTPDecoderLimitConfiguration(
                        maximum: limits.headerBytes
                    )
                )
            )
            let errors = HeaderErrors()
            let pipelining = HTTPServerPipelineHandler()
            let body = BodyGuard(
                maximum: limits.bodyBytes,
                longest: TimeAmount(limits.bodyTime)
            )
            let upgrade = NIOTypedHTTPServerUpgradeHandler(
                httpEncoder: encoder,
                extraHTTPHandlers: [decoder, pipelining, errors, body, gate],
                upgradeConfiguration: upgradeConfiguration(
                    NIOLoopBound(gate, eventLoop: channel.eventLoop)
                )
            )
            try channel.pipeline.syncOperations.addHandlers(
                [SentBytes(), encoder, decoder, pipelining, errors, body, gate, upgrade]
            )
            return Value(channel: channel, kind: upgrade.upgradeResultFuture)
        }
    }

    func handle(value: Value, logger: Logger) async {
        let executor = EventLoopExecutor(value.channel.eventLoop)
        do {
            switch try await value.kind.get() {
            case .http(let channel):
                await withTaskExecutorPreference(executor) {
                    await handleHTTP(asyncChannel: channel, logger: logger)
                }
            case .socket(let channel, let request):
                await withTaskExecutorPreference(executor) {
                    await SocketSession(request, channel, parts).run()
                }
            }
        } catch {
            // The connection was closed before its first request was there.
            logger.trace("no request came: \(error)")
            value.channel.close(promise: nil)
        }
    }

    private func upgradeConfiguration(
        _ gate: NIOLoopBound<UpgradeGate>
    ) -> NIOTypedHTTPServerUpgradeConfiguration<Kind> {
        let limits = parts.options.limits
        let socket = NIOTypedWebSocketServerUpgrader<Kind>(
            maxFrameSize: max(limits.messageBytes, FrameCutter.pieceBytes),
            // The gate lets through only what may be upgraded.
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    guard let request = gate.value.request else {
                        throw ChannelError.inappropriateOperationForState
                    }
                    let handlers = channel.pipeline.syncOperations
                    let decoder = try handlers.handler(
                        type: ByteToMessageHandler<WebSocketFrameDecoder>.self
                    )
                    let cutter = FrameCutter(
                        wholeBytes: limits.messageBytes,
                        longest: MessageAssembler.longest(limits.messageBytes)
                    )
                    try handlers.addHandler(FrameCutting(cutter), position: .before(decoder))
                    try handlers.addHandler(LastFrame())
                    return .socket(
                        try NIOAsyncChannel(wrappingChannelSynchronously: channel),
                        request
                    )
                }
            }
        )
        return NIOTypedHTTPServerUpgradeConfiguration(upgraders: [socket]) { channel in
            channel.eventLoop.makeCompletedFuture {
                let handlers = channel.pipeline.syncOperations
                try handlers.addHandler(HTTP1ToHTTPServerCodec(secure: false))
                try handlers.addHandler(IdleGuard(idleTime: limits.idleTime))
                let configuration = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
                    .Configuration(isOutboundHalfClosureEnabled: true)
                return .http(
                    try NIOAsyncChannel(
                        wrappingChannelSynchronously: channel,
                        configuration: configuration
                    )
                )
            }
        }
    }
}

extension NIOHTTPDecoderLimitConfiguration {
    /// The limits for a header of so many bytes in all.
    fileprivate init(maximum: Int) {
        self.init()
        maxHeaderFieldSize = maximum
        maxHeaderListSize = maximum
        maxHeaderFieldCount = 100
    }
}
