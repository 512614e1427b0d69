/// What a queue is written down as: metadata of its key.
///
/// | kind | name | holds | due |
/// |---|---|---|---|
/// | `list` | | ``ListRecord``: what is known of the messages that wait | when the first of them expires |
/// | `lent` | the number | ``LentRecord``: a message that is lent | when its lease ends |
/// | `ids` | | how many ids are remembered | |
/// | `id` | the canonical text of an id | that it is remembered | when it is forgotten |
enum QueueMetadata {
    static let list = "list"
    static let lent = "lent"
    static let ids = "ids"
    static let id = "id"
}

/// What is known of a list and of those that were at its key before.
struct ListRecord: Codable, Sendable, Hashable {
    var waiting = WaitingInfos()
    var eras = ListEras()
    /// Whether messages of the list that is there have been lent.
    var isLent = false

    var isEmpty: Bool { waiting.entries.isEmpty && eras.isEmpty && !isLent }
}

/// A message that is lent, as it is written down.
struct LentRecord: Codable, Sendable {
    var item: JSONValue
    var info: MessageInfo
    var holder: Int
    var end: StoreInstant
    var era: Int
    var deadLetters: String?

    init(_ message: LentMessage, for key: String, limits: StoreLimits) throws {
        item = try message.item.json(for: key, limits: limits)
        info = message.info
        holder = message.holder
        end = message.end
        era = message.era
        deadLetters = message.deadLetters
    }

    var message: LentMessage {
        LentMessage(
            item: StoreValue(json: item),
            info: info,
            holder: holder,
            end: end,
            era: era,
            deadLetters: deadLetters
        )
    }

    /// Reads the number from what is known of the message.
    var number: MessageNumber? { info.number }
}
