import AgentKV

extension Subject {
    /// Messages from one task to another, and messages that are lent.
    static func inboxes(_ scale: Scale) -> [Subject] {
        let profiles = (0..<1024).map(Profile.short)
        return [
            Subject(
                title: "inbox: one producer, one consumer, Int",
                contenders: [
                    .stream(scale) { $0 }, .inbox(scale, target: .faster(2)) { $0 },
                ]
            ),
            Subject(
                title: "inbox: one producer, one consumer, 5 fields",
                contenders: [
                    .stream(scale) { profiles[$0 % 1024] },
                    .inbox(scale, target: .faster(2)) { profiles[$0 % 1024] },
                ]
            ),
            Subject(
                title: "inbox: taking what waits, 5 fields",
                contenders: [
                    .drained(scale) { profiles[$0 % 1024] },
                    .received(scale) { profiles[$0 % 1024] },
                    .acknowledged(scale) { profiles[$0 % 1024] },
                ]
            ),
            Subject(
                title: "inbox: receive, after one call that sent all of it",
                contenders: [
                    .received(scale) { profiles[$0 % 1024] },
                    .received(scale, sentTogether: true, target: .ratio(1.05)) {
                        profiles[$0 % 1024]
                    },
                ]
            ),
            Subject(
                title: "inbox: confirmed delivery, against receive",
                contenders: [
                    .received(scale) { profiles[$0 % 1024] },
                    .acknowledged(scale, target: .ratio(15)) { profiles[$0 % 1024] },
                ]
            ),
            Subject(
                title: "inbox: confirmed delivery, while others are lent",
                contenders: [
                    .acknowledged(scale, lent: 10) { profiles[$0 % 1024] },
                    .acknowledged(scale, lent: 100_000, target: .ratio(2)) { profiles[$0 % 1024] },
                ]
            ),
        ]
    }
}

/// A stream that is fed by whoever calls, as is usual without an inbox.
private actor Channel<Message: Sendable> {
    private let continuation: AsyncStream<Message>.Continuation

    init(_ continuation: AsyncStream<Message>.Continuation) {
        self.continuation = continuation
    }

    func send(_ message: Message) {
        continuation.yield(message)
    }
}

extension Contender {
    fileprivate static func stream<Message: Sendable>(
        _ scale: Scale,
        _ message: @escaping @Sendable (Int) -> Message
    ) -> Contender {
        Contender("AsyncStream behind an actor") {
            {
                let (stream, continuation) = AsyncStream<Message>.makeStream()
                let channel = Channel(continuation)
                return await nanoseconds(per: scale.steps) {
                    let producer = Task {
                        for step in 0..<scale.steps { await channel.send(message(step)) }
                    }
                    var received = 0
                    for await message in stream {
                        blackHole(message)
                        received += 1
                        if received == scale.steps { break }
                    }
                    await producer.value
                }
            }
        }
    }

    fileprivate static func inbox<Message: Codable & Sendable>(
        _ scale: Scale,
        target: Target,
        _ message: @escaping @Sendable (Int) -> Message
    ) -> Contender {
        Contender("Inbox", target: target) {
            {
                let store = TransientStore()
                let inbox = store.inbox("inbox", of: Message.self)
                return try await nanoseconds(per: scale.steps) {
                    let producer = Task {
                        for step in 0..<scale.steps { try await inbox.send(message(step)) }
                    }
                    for _ in 0..<scale.steps { blackHole(try await inbox.receive()) }
                    try await producer.value
                }
            }
        }
    }

    fileprivate static func drained<Message: Codable & Sendable>(
        _ scale: Scale,
        _ message: @escaping @Sendable (Int) -> Message
    ) -> Contender {
        waiting("drain", scale, message) { blackHole(try await $0.drain()) }
    }

    fileprivate static func received<Message: Codable & Sendable>(
        _ scale: Scale,
        sentTogether: Bool = false,
        target: Target? = nil,
        _ message: @escaping @Sendable (Int) -> Message
    ) -> Contender {
        let name = sentTogether ? "receive, sent together" : "receive"
        return waiting(name, scale, target: target, sentTogether: sentTogether, message) { inbox in
            for _ in 0..<scale.steps { blackHole(try await inbox.receive()) }
        }
    }

    /// `lent` messages are lent all the while.
    fileprivate static func acknowledged<Message: Codable & Sendable>(
        _ scale: Scale,
        lent: Int = 0,
        target: Target? = nil,
        _ message: @escaping @Sendable (Int) -> Message
    ) -> Contender {
        let name = "reserve, acknowledge"
        return waiting(
            lent > 0 ? "\(name), \(lent) lent" : name,
            scale,
            lent: lent,
            target: target,
            message
        ) { inbox in
            for _ in 0..<scale.steps {
                for delivery in try await inbox.reserve(lease: anHour) {
                    try await delivery.acknowledge()
                }
            }
        }
    }

    /// Time per message to take those that wait.
    private static func waiting<Message: Codable & Sendable>(
        _ name: String,
        _ scale: Scale,
        lent: Int = 0,
        target: Target? = nil,
        sentTogether: Bool = false,
        _ message: @escaping @Sendable (Int) -> Message,
        _ take: @escaping @Sendable (Inbox<Message>) async throws -> Void
    ) -> Contender {
        Contender(name, target: target) {
            {
                let store = TransientStore()
                let inbox = store.inbox("inbox", of: Message.self)
                if lent > 0 {
                    try await inbox.send(contentsOf: (0..<lent).map(message))
                    _ = try await inbox.reserve(max: lent, lease: anHour)
                }
                if sentTogether {
                    try await inbox.send(contentsOf: (0..<scale.steps).map(message))
                } else {
                    for step in 0..<scale.steps { try await inbox.send(message(step)) }
                }
                return try await nanoseconds(per: scale.steps) { try await take(inbox) }
            }
        }
    }
}
