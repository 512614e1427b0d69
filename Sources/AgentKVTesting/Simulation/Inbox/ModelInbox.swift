import AgentKV

/// What an inbox should do, in the plainest way: arrays, and times that are compared.
struct ModelInbox {
    struct Message {
        let value: Int
        var number: Int?
        var attempts = 0
        var end: Duration?

        func isLive(at now: Duration) -> Bool { end.map { now < $0 } ?? true }
    }

    struct Loan {
        var message: Message
        /// The attempt that holds it; 0 if it is only kept back.
        var holder: Int
        var end: Duration
    }

    let maximumAttempts: Int
    var now = Duration.zero
    var waiting: [Message] = []
    var lent: [Int: Loan] = [:]
    var deadLetters: [Int] = []
    /// When each id is forgotten.
    var ids: [Int: Duration] = [:]
    private var nextNumber = 0

    init(maximumAttempts: Int) {
        self.maximumAttempts = maximumAttempts
    }

    /// The values of all messages in the list, also of those that have expired.
    var list: [Int] { waiting.map(\.value) }

    var live: [Int] { waiting.filter { $0.isLive(at: now) }.map(\.value) }

    mutating func send(_ values: [Int], ttl: Duration?) {
        // As many again as are sent make room, where they have expired.
        for _ in 0..<values.count * 2 {
            if let first = waiting.first, !first.isLive(at: now) { waiting.removeFirst() }
        }
        waiting += values.map { Message(value: $0, end: ttl.map { now + $0 }) }
    }

    /// Sends unless the id is remembered, and returns whether it did.
    mutating func send(_ value: Int, id: Int, window: Duration, ttl: Duration?) -> Bool {
        if let end = ids[id], now < end { return false }
        ids[id] = now + window
        send([value], ttl: ttl)
        return true
    }

    mutating func take(_ limit: Int) -> [Message] {
        var taken: [Message] = []
        while taken.count < limit, !waiting.isEmpty {
            let message = waiting.removeFirst()
            if message.isLive(at: now) { taken.append(message) }
        }
        return taken
    }

    mutating func reserve(_ limit: Int, lease: Duration) -> [Message] {
        take(limit).map { message in
            var message = message
            if message.number == nil {
                message.number = nextNumber
                nextNumber += 1
            }
            message.attempts += 1
            lent[message.number ?? 0] = Loan(
                message: message,
                holder: message.attempts,
                end: now + lease
            )
            return message
        }
    }

    /// Whether that attempt holds a message.
    func isHeld(_ message: Message) -> Bool {
        guard let loan = lent[message.number ?? -1] else { return false }
        return loan.holder == message.attempts && now < loan.end
    }

    mutating func settle() {
        let ended = lent.filter { $0.value.end <= now }.sorted { $0.key < $1.key }
        for (number, _) in ended { lent[number] = nil }
        giveBack(ended.map(\.value.message))
    }

    mutating func giveBack(_ messages: [Message]) {
        let live = messages.filter { $0.isLive(at: now) }
        deadLetters += live.filter { $0.attempts >= maximumAttempts }.map(\.value)
        let returned = live.filter { $0.attempts < maximumAttempts }
        guard let last = returned.compactMap(\.number).max() else { return }
        let older = waiting.prefix { $0.number.map { $0 < last } ?? false }
        waiting.removeFirst(older.count)
        let front = older.filter { $0.isLive(at: now) } + returned
        waiting = front.sorted { $0.number ?? 0 < $1.number ?? 0 } + waiting
    }
}
