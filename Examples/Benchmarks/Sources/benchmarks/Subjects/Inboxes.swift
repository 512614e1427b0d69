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
        _ message: @escaping @Sendable (Int) -> Message
    ) -> Contender {
        waiting("receive", scale, message) { inbox in
            for _ in 0..<scale.steps { blackHole(try await inbox.receive()) }
        }
    }

    fileprivate static func acknowledged<Message: Codable & Sendable>(
        _ scale: Scale,
        _ message: @escaping @Sendable (Int) -> Message
    ) -> Contender {
        waiting("reserve, acknowledge", scale, message) { inbox in
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
        _ message: @escaping @Sendable (Int) -> Message,
        _ take: @escaping @Sendable (Inbox<Message>) async throws -> Void
    ) -> Contender {
        Contender(name) {
            {
                let store = TransientStore()
                let inbox = store.inbox("inbox", of: Message.self)
                for step in 0..<scale.steps { try await inbox.send(message(step)) }
                return try await nanoseconds(per: scale.steps) { try await take(inbox) }
            }
        }
    }
}
