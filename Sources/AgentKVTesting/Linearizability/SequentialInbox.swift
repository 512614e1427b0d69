/// An inbox as the contract has it for one call after the other, in a time that stands still.
///
/// Which message has which id is known where a call has told it.
struct SequentialInbox: Hashable {
    static let attempts = 2

    private var queue = ModelQueue(maximumAttempts: attempts)
    private var letters: [Int] = []
    private var messages = 0
    private var ids: [Int: String] = [:]

    /// Makes a call; false if it cannot have had that outcome.
    mutating func take(_ call: HistoryInboxCall, _ outcome: HistoryOutcome) -> Bool {
        switch call {
        case .send(let contents), .append(let contents):
            queue.append(contents.map { message($0) })
            return outcome == .done
        case .appendUnique(let contents):
            let lent = queue.lent.map(\.message.content)
            for content in contents where !lent.contains(content) {
                if queue.waiting.contains(where: { $0.content == content }) { continue }
                queue.append([message(content)])
            }
            return outcome == .contents(queue.contents ?? [])
        case .receive:
            return outcome == .contents(queue.take(1).map(\.content))
        case .drain:
            return outcome == .contents(queue.take(.max).map(\.content))
        case .drainDeadLetters:
            defer { letters = [] }
            return outcome == .contents(letters)
        case .count:
            return outcome == .number(queue.waiting.count)
        case .reserve(let limit):
            return reserve(limit, outcome)
        case .acknowledge(let delivery):
            return end(delivery, outcome) != nil
        case .release(let delivery):
            guard let loans = end(delivery, outcome) else { return false }
            letters += queue.giveBack(loans).map(\.content)
            return true
        case .pop, .get, .set, .add, .delete:
            return edit(call, outcome)
        }
    }

    private mutating func edit(_ call: HistoryInboxCall, _ outcome: HistoryOutcome) -> Bool {
        let before = queue.contents
        switch call {
        case .pop:
            queue.loseList()
            return outcome == .contents(before ?? [])
        case .get:
            return outcome == .contents(before)
        case .set(let contents):
            queue.set(contents.map { message($0) }, end: nil)
            return outcome == .done
        case .add(let content):
            queue.append([message(content)])
            return outcome == .contents(before)
        case .delete:
            queue.removeAll()
            return outcome == .flag(before != nil)
        default:
            return false
        }
    }

    private mutating func message(_ content: Int) -> ModelMessage {
        messages += 1
        return ModelMessage(identity: messages, content: content)
    }

    private mutating func reserve(_ limit: Int, _ outcome: HistoryOutcome) -> Bool {
        guard case .deliveries(let deliveries) = outcome else { return false }
        let reserved = queue.reserve(limit, until: .seconds(3_600))
        guard reserved.count == deliveries.count else { return false }
        for (message, delivery) in zip(reserved, deliveries) {
            guard message.content == delivery.content, message.attempts == delivery.attempt else {
                return false
            }
            let isKnown = ids[message.identity] != nil
            if isKnown ? ids[message.identity] != delivery.id : ids.values.contains(delivery.id) {
                return false
            }
            ids[message.identity] = delivery.id
        }
        return true
    }

    /// Ends a loan, if it is held; nil if that cannot have had that outcome.
    private mutating func end(
        _ delivery: HistoryDelivery,
        _ outcome: HistoryOutcome
    ) -> [ModelLoan]? {
        guard let identity = ids.first(where: { $0.value == delivery.id })?.key,
            queue.loan(of: identity, attempt: delivery.attempt) != nil,
            let loan = queue.endLoan(of: identity)
        else { return outcome == .refused ? [] : nil }
        return outcome == .done ? [loan] : nil
    }
}
