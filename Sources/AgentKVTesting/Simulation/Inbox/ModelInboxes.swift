/// What a store with a few inboxes should do: a ``ModelQueue`` for each key, in one time.
struct ModelInboxes {
    static let attempts = 3
    static let window = Duration.seconds(7)
    static let inboxes = ["i", "j"]
    static let keys = inboxes + inboxes.map(lettersKey)

    static func lettersKey(_ key: String) -> String { key + ":dead-letters" }

    private(set) var now = Duration.zero
    private var queues: [String: ModelQueue] = [:]
    private var messages = 0

    init() {
        for key in Self.inboxes {
            queues[key] = ModelQueue(maximumAttempts: Self.attempts)
            queues[Self.lettersKey(key)] = ModelQueue(maximumAttempts: nil)
        }
    }

    subscript(key: String) -> ModelQueue {
        get { queues[key] ?? ModelQueue(maximumAttempts: nil) }
        set { queues[key] = newValue }
    }

    mutating func message(_ content: Int) -> ModelMessage {
        messages += 1
        return ModelMessage(identity: messages, content: content)
    }

    /// The keys that hold something.
    var liveKeys: [String] { Self.keys.filter { self[$0].contents != nil }.sorted() }

    /// Whether the contract leaves open when a list ends.
    var isOpen: Bool { Self.keys.contains { !self[$0].openEnds.isEmpty } }
}

extension ModelInboxes {
    /// Sends messages, and returns which were no duplicates; nil where that is left open.
    mutating func send(_ contents: [Int], to key: String, id: Int?, ttl: Duration?) -> [Bool?] {
        contents.map { content in
            if let id, let known = self[key].ids[id], now < known.end {
                return known.isOpen ? nil : false
            }
            send(content, to: key, id: id, ttl: ttl)
            return true
        }
    }

    /// Sends a message, whether its id is remembered or not.
    mutating func send(_ content: Int, to key: String, id: Int?, ttl: Duration?) {
        var message = message(content)
        message.id = id
        message.end = ttl.map { now + $0 }
        self[key].append([message])
        if let id {
            self[key].ids[id] = .init(end: now + Self.window, identity: message.identity)
        }
    }

    mutating func giveBack(_ loan: ModelLoan, to key: String) {
        bury(self[key].giveBack([loan]), of: key)
    }

    private mutating func bury(_ dead: [ModelMessage], of key: String) {
        let letters = dead.map { message($0.content) }
        self[Self.lettersKey(key)].append(letters)
    }
}

extension ModelInboxes {
    /// How long it is until something ends; nil where nothing does.
    var timeToNextEnd: Duration? {
        Self.keys.compactMap { self[$0].nextEnd }.min().map { $0 - now }
    }

    /// How much of a time may pass at once.
    ///
    /// Where messages die or make a list again it is up to the next end, so that what is left open of
    /// ends that come together need not be known.
    func span(within time: Duration) -> Duration {
        guard let next = timeToNextEnd, next < time else { return time }
        var later = self
        let (ends, isDelicate) = later.pass(time)
        return ends > 1 && isDelicate ? next : time
    }

    /// Lets time pass; returns at how many times something ended, and whether it matters when a store
    /// is asked for that.
    @discardableResult
    mutating func pass(_ time: Duration) -> (ends: Int, isDelicate: Bool) {
        let target = now + time
        var ends = 0
        var isDelicate = false
        while let next = timeToNextEnd, now + next <= target {
            now += next
            ends += 1
            for key in Self.keys {
                let dead = self[key].settle(at: now)
                bury(dead, of: key)
                isDelicate = isDelicate || !dead.isEmpty
            }
            isDelicate = isDelicate || isOpen
        }
        now = target
        return (ends, isDelicate)
    }
}
