/// A message on its way into a queue.
public struct OutgoingMessage: Sendable {
    let item: StoreValue
    /// The canonical text of its id; nil where it has none.
    let id: String?
}

/// How messages are sent.
struct SendSettings: Sendable {
    /// How long a message lives; nil for as long as its list.
    let ttl: Duration?
    /// For how long an id is remembered.
    let window: Duration
    let maximumIDs: Int
}

extension MessageQueue {
    /// Puts messages behind those that wait, except those whose id is remembered.
    func send(_ messages: [OutgoingMessage], _ settings: SendSettings) throws -> [SendResult] {
        let now = try now()
        let deadline = settings.ttl.flatMap { now.advanced(by: $0) }
        var results: [SendResult] = []
        var sent: [QueuedMessage] = []
        for message in messages {
            if let id = message.id {
                if try remembers(id) {
                    results.append(.duplicate)
                    continue
                }
                try remember(
                    id,
                    until: now.advanced(by: settings.window),
                    maximum: settings.maximumIDs
                )
            }
            var queued = QueuedMessage(item: message.item)
            queued.info.deadline = deadline
            queued.info.id = message.id
            sent.append(queued)
            results.append(.sent)
        }
        if !sent.isEmpty { try append(sent, as: .sent) }
        return results
    }

    /// Takes up to `limit` messages for good.
    func take(_ limit: Int) throws -> [QueuedMessage] {
        let taken = try takeFirst(limit, as: .taken)
        if taken.isEmpty { _ = try waitingCount() }
        return taken
    }
}
