internal import AgentKV
internal import AgentKVSQLite
internal import Logging
internal import NIOCore
internal import NIOWebSocket
internal import ServiceLifecycle

/// A socket from its first frame to its last: sends events, answers what comes, and pings.
///
/// The loop that reads frames is the session: it ends when the client has closed, or is gone. Whatever
/// else wants to end the session sends a close frame by the ``SocketCloser``, and the loop goes on
/// until the client has answered it.
struct SocketSession: Sendable {
    typealias Outbound = NIOAsyncChannelOutboundWriter<WebSocketFrame>

    private let request: SocketRequest
    private let channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>
    private let parts: ServerParts
    private let closer: SocketCloser
    private let activity = SocketActivity()

    private var limits: ServerLimits { parts.options.limits }

    init(
        _ request: SocketRequest,
        _ channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>,
        _ parts: ServerParts
    ) {
        self.request = request
        self.channel = channel
        self.parts = parts
        closer = SocketCloser(channel.channel, patience: parts.options.limits.closingTime)
    }

    /// Runs the session to its end.
    func run() async {
        parts.metrics.countOpenedSocket()
        do {
            try await withGracefulShutdownHandler {
                try await channel.executeThenClose { inbound, outbound in
                    // Before the first frame is read: who asks for something is told of it too.
                    let subscriber = try await subscribe(outbound)
                    defer { subscriber.map(parts.events.unsubscribe) }
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        if let subscriber {
                            group.addTask { try await sendEvents(to: subscriber, outbound) }
                        }
                        group.addTask { try await sendPings() }
                        defer { group.cancelAll() }
                        try await read(inbound, outbound)
                    }
                }
            } onGracefulShutdown: {
                if activity.end() { closeForShutdown() }
            }
        } catch {
            parts.logger.trace("a socket ended: \(error)")
        }
    }

    private func closeForShutdown() {
        closer.close(.goingAway, "the server is shutting down")
    }

    private func read(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>,
        _ outbound: Outbound
    ) async throws {
        var assembler = MessageAssembler(maximumBytes: limits.messageBytes)
        let answers = RequestFrames(parts, purpose: request.purpose)
        for try await frame in inbound {
            activity.noteHeard()
            let step = assembler.add(frame)
            if case .close(let code) = step {
                closer.close(code ?? .normalClosure, "")
                return
            }
            // Once the socket is being closed, only the answer to that is waited for.
            if closer.hasBegun { continue }
            switch step {
            case .text(let text):
                guard activity.beginAnswer() else { continue }
                try await send(await answers.answer(to: text), outbound)
                if activity.endAnswer() { closeForShutdown() }
            case .oversized(let start):
                try await send(answers.answer(toOversized: start), outbound)
            case .binary:
                try await send(answers.answerToBinary(), outbound)
            case .ping(let data):
                try await outbound.write(WebSocketFrame(fin: true, opcode: .pong, data: data))
            case .violation(let code, let reason):
                closer.close(code, reason)
            case .nothing, .close:
                break
            }
        }
    }

    private func send(_ text: ByteBuffer, _ outbound: Outbound) async throws {
        try await outbound.write(WebSocketFrame(fin: true, opcode: .text, data: text))
    }

    /// Subscribes to the events that the client has asked for; nil where it has asked for none, or the
    /// socket is closed for what it has asked.
    private func subscribe(_ outbound: Outbound) async throws -> Subscriber? {
        guard request.wantsEvents, let filter = try await filter(outbound) else { return nil }
        return try await parts.events.subscribe(
            filter,
            after: request.after,
            greets: request.purpose == .events,
            onTooSlow: {
                parts.metrics.countSlowSocket()
                closer.close(.tryAgainLater, "events came faster than they were read")
            },
            lookUp: { followed in
                // By its id first: whatever it is called now, it is the one.
                if let id = followed.id, try await parts.database.getInstance(id)?.id == id {
                    return id
                }
                return try await parts.database.getInstance(followed.name)?.id
            }
        )
    }

    private func sendEvents(to subscriber: Subscriber, _ outbound: Outbound) async throws {
        while true {
            switch await subscriber.next() {
            case .frames(let frames):
                if closer.hasBegun { return }
                try await outbound.write(
                    contentsOf: frames.map {
                        WebSocketFrame(fin: true, opcode: .text, data: $0.text)
                    }
                )
            case .end:
                return
            }
        }
    }

    /// What the client wants to be told of; nil where there is no such instance, and the socket is
    /// closed for that.
    private func filter(_ outbound: Outbound) async throws -> EventFilter? {
        guard let name = request.instance else { return EventFilter(namespace: request.namespace) }
        let instance = try await parts.database.getInstance(name)
        if instance == nil, request.purpose == .events {
            let error = StoreError.unknownInstance(name, reason: "there are no events of it")
            let failure = Failure(error, logger: parts.logger)
            let envelope = Envelope(
                type: Envelope.unknown,
                requestID: RequestID.make(),
                result: .failure(failure)
            )
            try await send(envelope.text, outbound)
            closer.close(.policyViolation, "instance not found")
            return nil
        }
        let followed = FollowedInstance(lookingFor: name, id: instance?.id)
        return EventFilter(instance: followed, namespace: request.namespace)
    }

    /// Pings without waiting for the client to read, so that it is missed if it does not.
    private func sendPings() async throws {
        let channel = channel.channel
        while true {
            let sent = try await channel.eventLoop.submit {
                try SentBytes.progress(of: channel)
            }.get()
            if !activity.isClientThere(sent) {
                closer.close(.goingAway, "no answer to a ping")
                return
            }
            let ping = WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())
            channel.writeAndFlush(ping, promise: nil)
            try await Task.sleep(for: limits.pingInterval)
        }
    }
}
