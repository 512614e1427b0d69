import AgentKV

/// One run of an ``InboxSimulation``: an inbox, its model, and who holds what.
struct InboxRun {
    private static let attempts = 3
    private static let window = Duration.seconds(7)

    private var random: SplitMix64
    private let store: any KeyValueStore
    private let time: TrialTime
    private let inbox: Inbox<Int>
    private var model = ModelInbox(maximumAttempts: attempts)
    private var deliveries: [(delivery: Delivery<Int>, message: ModelInbox.Message)] = []
    private var nextValue = 0
    /// What has been done, in words.
    private(set) var calls: [String] = []

    init(seed: UInt64, store: any KeyValueStore, time: TrialTime) {
        random = SplitMix64(seed: seed)
        self.store = store
        self.time = time
        inbox = store.inbox(
            "i",
            of: Int.self,
            options: InboxOptions(
                deduplicationWindow: Self.window,
                maximumAttempts: Self.attempts
            )
        )
    }

    /// Makes a call of both, and compares what they return.
    mutating func step() async throws {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<4: try await send()
        case 4: try await sendWithID()
        case 5: try await receive()
        case 6: try await drain()
        case 7..<11: try await reserve()
        case 11..<13: try await acknowledge()
        case 13..<15: try await release()
        case 15: try await extend()
        case 16: try await useList()
        case 17: try await look()
        default: pass()
        }
    }

    /// Compares what is in the store.
    func compare() async throws {
        let list = try await store.get("i", default: [Int]())
        try expect(list, is: model.list, "the list")
        let letters = try await store.get("i:dead-letters", default: [Int]())
        try expect(letters, is: model.deadLetters, "the dead letters")
    }

    private mutating func values(_ count: Int) -> [Int] {
        nextValue += count
        return Array(nextValue - count..<nextValue)
    }

    private mutating func duration() -> Duration {
        .seconds(Int.random(in: 1...9, using: &random))
    }

    private mutating func send() async throws {
        let values = values(random.oneIn(3) ? 3 : 1)
        let ttl = random.oneIn(3) ? duration() : nil
        calls.append("send \(values) for \(ttl?.description ?? "ever")")
        if values.count == 1 {
            try await inbox.send(values[0], ttl: ttl)
        } else {
            try await inbox.send(contentsOf: values, ttl: ttl)
        }
        model.send(values, ttl: ttl)
    }

    private mutating func sendWithID() async throws {
        let (value, id) = (values(1)[0], Int.random(in: 0..<5, using: &random))
        let ttl = random.oneIn(2) ? duration() : nil
        calls.append("send \(value) as \(id)")
        let result = try await inbox.send(value, id: id, ttl: ttl)
        let isSent = model.send(value, id: id, window: Self.window, ttl: ttl)
        try expect(result, is: isSent ? .sent : .duplicate)
    }

    private mutating func receive() async throws {
        calls.append("receive")
        let message = try await inbox.receive(timeout: .zero)
        model.settle()
        try expect(message, is: model.take(1).first?.value)
    }

    private mutating func drain() async throws {
        guard random.oneIn(3) else { return }
        calls.append("drain")
        let messages = try await inbox.drain()
        model.settle()
        try expect(messages, is: model.take(.max).map(\.value))
    }

    private mutating func reserve() async throws {
        let (limit, lease) = (Int.random(in: 1...4, using: &random), duration())
        calls.append("reserve \(limit) for \(lease)")
        let reserved = try await inbox.reserve(max: limit, lease: lease)
        model.settle()
        let messages = model.reserve(limit, lease: lease)
        try expect(reserved.map(\.message), is: messages.map(\.value))
        try expect(reserved.map(\.attempt), is: messages.map(\.attempts))
        deliveries += zip(reserved, messages).map { ($0, $1) }
        if deliveries.count > 12 { deliveries.removeFirst(deliveries.count - 12) }
    }

    private mutating func acknowledge() async throws {
        guard !deliveries.isEmpty else { return }
        let (delivery, message) = random.pick(deliveries)
        calls.append("acknowledge \(message.value)")
        let isHeld = model.isHeld(message)
        try await expectRefusal(unless: isHeld) { try await delivery.acknowledge() }
        if isHeld { model.lent[message.number ?? 0] = nil }
    }

    private mutating func release() async throws {
        guard !deliveries.isEmpty else { return }
        let (delivery, message) = random.pick(deliveries)
        let delay = random.oneIn(2) ? duration() : .zero
        calls.append("release \(message.value) after \(delay)")
        let isHeld = model.isHeld(message)
        try await expectRefusal(unless: isHeld) { try await delivery.release(after: delay) }
        guard isHeld, let number = message.number else { return }
        if delay == .zero {
            model.lent[number] = nil
            model.giveBack([message])
        } else {
            model.lent[number]?.holder = 0
            model.lent[number]?.end = model.now + delay
        }
    }

    private mutating func extend() async throws {
        guard !deliveries.isEmpty else { return }
        let (delivery, message) = random.pick(deliveries)
        let lease = duration()
        calls.append("extend \(message.value) by \(lease)")
        let isHeld = model.isHeld(message)
        try await expectRefusal(unless: isHeld) { try await delivery.extend(lease: lease) }
        if isHeld { model.lent[message.number ?? 0]?.end = model.now + lease }
    }

    private mutating func useList() async throws {
        if random.oneIn(2) {
            let values = values(2)
            calls.append("append \(values)")
            try await store.listAppend("i", items: values)
            model.waiting += values.map { ModelInbox.Message(value: $0) }
        } else {
            calls.append("pop")
            let items = try await store.listPopAll("i", as: Int.self)
            try expect(items, is: model.list)
            model.waiting = []
        }
    }

    private mutating func look() async throws {
        calls.append("look")
        let (count, first) = try await (inbox.count(), inbox.peek())
        model.settle()
        try expect(count, is: model.live.count)
        try expect(first, is: model.live.first)
    }

    private mutating func pass() {
        let duration = duration()
        calls.append("pass \(duration)")
        time.pass(duration)
        model.now += duration
    }

    /// Expects that a call succeeds, or is refused because nobody holds the message any more.
    private func expectRefusal(
        unless isHeld: Bool,
        _ call: () async throws -> Void
    ) async throws {
        do {
            try await call()
            try expect(isHeld, "the message was not held any more")
        } catch StoreError.notReserved {
            try expect(!isHeld, "the message was held")
        }
    }
}
