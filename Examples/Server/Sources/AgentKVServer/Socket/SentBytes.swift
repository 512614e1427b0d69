internal import NIOCore

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Tells how much of what a connection sends has been taken, also in the midst of a long answer.
///
/// It stands nearest to the network, and lets little wait unsent in the system, which would take more
/// only in steps of megabytes: so it shows when a slow client takes some.
final class SentBytes: ChannelOutboundHandler {
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// How it stands with what is sent.
    struct Progress: Equatable {
        /// The bytes that the network has taken since the connection began.
        var taken: Int
        /// The bytes that wait because the client does not read.
        var waiting: Int
    }

    private static let unsentBytes = 65_536

    private var written = 0

    func handlerAdded(context: ChannelHandlerContext) {
        let option = NIOBSDSocket.Option(rawValue: TCP_NOTSENT_LOWAT)
        // Where the system does not know it, slow clients show later.
        try? context.channel.syncOptions?.setOption(.tcpOption(option), value: Self.unsentBytes)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        written += unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    /// Returns how it stands with a channel, on whose event loop this is called.
    static func progress(of channel: any Channel) throws -> Progress {
        let handler = try channel.pipeline.syncOperations.handler(type: SentBytes.self)
        let waiting = try channel.syncOptions?.getOption(.bufferedWritableBytes) ?? 0
        return Progress(taken: handler.written - waiting, waiting: waiting)
    }
}
