/// A call of an inbox, or a plain one for its key, that a history may hold.
package enum HistoryInboxCall: Sendable, Hashable, Codable {
    case send([Int])
    case receive
    case drain
    case drainDeadLetters
    case count
    case reserve(Int)
    case acknowledge(HistoryDelivery)
    case release(HistoryDelivery)
    case append([Int])
    case appendUnique([Int])
    case pop
    case get
    case set([Int])
    /// Changes the list in place: adds one behind the others.
    case add(Int)
    case delete
}

/// A message that was lent, as a call told it.
package struct HistoryDelivery: Sendable, Hashable, Codable {
    package let content: Int
    package let attempt: Int
    package let id: String

    package init(content: Int, attempt: Int, id: String) {
        self.content = content
        self.attempt = attempt
        self.id = id
    }
}
