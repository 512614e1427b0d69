import AgentKV

/// One run of an ``InboxSimulation``: a store, its model, and who holds what.
struct InboxRun {
    /// A delivery, and the message that it is of.
    struct Held {
        let delivery: Delivery<SimulatedMessage>
        let key: String
        let identity: Int
    }

    var random: SplitMix64
    var store: any KeyValueStore
    let subject: SimulatedStore
    let parts: Set<InboxSimulation.Part>
    var model = ModelInboxes()
    var deliveries: [Held] = []
    /// What deliveries have told of each message, and the message of each id.
    var toldIDs: [Int: String] = [:]
    var identities: [String: Int] = [:]
    var isOut = false
    /// What has been done, in words.
    var calls: [String] = []

    init(seed: UInt64, subject: SimulatedStore, parts: Set<InboxSimulation.Part>) {
        random = SplitMix64(seed: seed)
        store = subject.store
        self.subject = subject
        self.parts = parts
    }

    /// Makes a call of store and model, and compares what they return and what is there then.
    mutating func step(isLast: Bool = false) async throws {
        if isLast {
            // What is lent comes back, or is over.
            while let rest = model.timeToNextEnd { try await pass(rest) }
            return try await compare()
        }
        if random.oneIn(5) {
            guard try await passSome() else { return }
        }
        switch Int.random(in: 0..<30, using: &random) {
        case 0..<4: try await send()
        case 4: try await sendWithID()
        case 5: try await receive()
        case 6: try await drain()
        case 7..<12: try await reserve()
        case 12..<14: try await acknowledge()
        case 14..<17: try await release()
        case 17: try await extend()
        case 18..<24: try await edit()
        case 24: try await transact()
        case 25: try await look()
        case 26: try await befall()
        default: _ = try await passSome()
        }
        try await compare()
    }

    /// One of the inboxes; that of dead letters at times.
    mutating func anyInbox() -> (key: String, inbox: Inbox<SimulatedMessage>) {
        let key = random.pick(ModelInboxes.inboxes + ["i"])
        if random.oneIn(6) { return (ModelInboxes.lettersKey(key), inbox(key).deadLetters) }
        return (key, inbox(key))
    }

    func inbox(_ key: String) -> Inbox<SimulatedMessage> {
        let options = InboxOptions(
            deduplicationWindow: ModelInboxes.window,
            maximumAttempts: ModelInboxes.attempts
        )
        return store.inbox(key, of: SimulatedMessage.self, options: options)
    }

    mutating func contents(_ most: Int) -> [Int] {
        (0..<Int.random(in: 1...most, using: &random)).map { _ in
            random.pick(SimulatedMessage.contents)
        }
    }

    mutating func duration() -> Duration { .seconds(Int.random(in: 1...9, using: &random)) }

    /// A lifetime, at times, if the simulation has such ones.
    mutating func lifetime(_ part: InboxSimulation.Part) -> Duration? {
        parts.contains(part) && random.oneIn(3) ? duration() : nil
    }
}
