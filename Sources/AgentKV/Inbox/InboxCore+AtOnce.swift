/// Without a transaction, where the store is one in memory and the inbox no more than its list.
extension InboxCore {
    func sendAtOnce<Message: Codable & Sendable>(_ message: Message) async throws -> Bool { false }

    func receiveAtOnce<Message: Codable & Sendable>(
        as type: Message.Type
    ) async throws -> InboxLook<Message>? { nil }

    func drainAtOnce<Message: Codable & Sendable>(
        as type: Message.Type
    ) async throws -> [Message]? { nil }

    func countAtOnce() throws -> Int? { nil }
}
