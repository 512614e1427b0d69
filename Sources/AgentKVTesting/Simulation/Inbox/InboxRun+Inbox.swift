import AgentKV

/// The calls of an inbox.
extension InboxRun {
    mutating func send() async throws {
        let (key, inbox) = anyInbox()
        let contents = contents(random.oneIn(3) ? 3 : 1)
        let ttl = lifetime(.lifetimes)
        calls.append("send \(contents) to \(key) for \(ttl?.description ?? "ever")")
        let messages = contents.map(SimulatedMessage.init(id:))
        if messages.count == 1 {
            try await inbox.send(messages[0], ttl: ttl)
        } else {
            try await inbox.send(contentsOf: messages, ttl: ttl)
        }
        _ = model.send(contents, to: key, id: nil, ttl: ttl)
    }

    mutating func sendWithID() async throws {
        let key = random.pick(ModelInboxes.inboxes)
        let inbox = inbox(key)
        let (content, id) = (contents(1)[0], Int.random(in: 0..<4, using: &random))
        let ttl = lifetime(.lifetimes)
        calls.append("send \(content) to \(key) as \(id) for \(ttl?.description ?? "ever")")
        let result = try await inbox.send(SimulatedMessage(id: content), id: id, ttl: ttl)
        let isSent = model.send([content], to: key, id: id, ttl: ttl)[0]
        if let isSent {
            try expect(result, is: isSent ? .sent : .duplicate)
        } else if result == .sent {
            model.send(content, to: key, id: id, ttl: ttl)
        }
    }

    mutating func receive() async throws {
        let (key, inbox) = anyInbox()
        calls.append("receive from \(key)")
        let message = try await inbox.receive(timeout: .zero)
        try expect(message?.id, is: model[key].take(1).first?.content)
    }

    mutating func drain() async throws {
        let (key, inbox) = anyInbox()
        calls.append("drain \(key)")
        let messages = try await inbox.drain()
        try expect(messages.map(\.id), is: model[key].take(.max).map(\.content))
    }

    mutating func look() async throws {
        let (key, inbox) = anyInbox()
        calls.append("look at \(key)")
        if random.oneIn(2) {
            try await expect(inbox.count(), is: model[key].waiting.count)
        } else {
            try await expect(inbox.peek()?.id, is: model[key].contents?.first)
        }
    }

    mutating func reserve() async throws {
        let (key, inbox) = anyInbox()
        let (limit, lease) = (Int.random(in: 1...3, using: &random), duration())
        calls.append("reserve \(limit) of \(key) for \(lease)")
        let reserved = try await inbox.reserve(max: limit, lease: lease)
        let messages = model[key].reserve(limit, until: model.now + lease)
        try expect(reserved.map(\.message.id), is: messages.map(\.content))
        try expect(reserved.map(\.attempt), is: messages.map(\.attempts), "attempts")
        for (delivery, message) in zip(reserved, messages) {
            try note(delivery.id, of: message, at: key)
            deliveries.append(Held(delivery: delivery, key: key, identity: message.identity))
        }
        if deliveries.count > 12 { deliveries.removeFirst(deliveries.count - 12) }
    }

    /// Expects that a message is known by the same id at each attempt, and no other by that id.
    private mutating func note(_ id: String, of message: ModelMessage, at key: String) throws {
        if let told = toldIDs[message.identity] {
            try expect(id, is: told, "the id of a message at its next attempt")
        }
        let other = identities["\(key) \(id)"] ?? message.identity
        try expect(other == message.identity, "\(id) is the id of one message of \(key)")
        toldIDs[message.identity] = id
        identities["\(key) \(id)"] = message.identity
    }
}
