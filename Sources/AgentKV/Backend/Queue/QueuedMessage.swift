/// What a queue knows of a message beside its content.
public struct MessageInfo: Sendable, Hashable, Codable {
    /// Its number; nil until it is first lent.
    var number: MessageNumber?
    /// How often it has been lent.
    var attempts = 0
    /// When it expires, whatever becomes of its list; nil if it does not by itself.
    var deadline: StoreInstant?
    /// The id that it was sent with, as canonical text; forgotten when the message dies.
    var id: String?
    /// Why it is a dead letter.
    var reason: String?

    /// Whether there is nothing to know.
    var isEmpty: Bool { self == MessageInfo() }
}

/// A message that waits, or is on its way into or out of the list of those that wait.
public struct QueuedMessage: Sendable {
    /// Its content.
    var item: StoreValue
    var info = MessageInfo()
}

/// A message that is lent.
public struct LentMessage: Sendable {
    var item: StoreValue
    var info: MessageInfo
    /// The attempt that holds it; 0 while nobody does, as after a release with a delay.
    var holder: Int
    /// When its lease, or its delay, ends.
    var end: StoreInstant
    /// Which of the lists that have been at the key it came from.
    var era: Int
    /// The key of the dead letters that it goes to at its end; nil where it goes back to its list.
    var deadLetters: String?
}

/// The deadlines of the lists that have been at a key, for the messages that are still lent from them.
///
/// A list that is emptied ends its era: its messages keep the deadline that it had.
struct ListEras: Sendable, Hashable, Codable {
    /// Eras up to one, behind those of the range before, which have one deadline.
    struct Ended: Sendable, Hashable, Codable {
        var last: Int
        var deadline: StoreInstant?
    }

    /// What stands for the era of a message that belongs to no list.
    static let none = -1

    /// The era of the list that is there, or of the next one.
    private(set) var current = 0
    private var ended: [Ended] = []

    /// Whether no list has ended.
    var isEmpty: Bool { current == 0 }

    /// The deadline of the lists of an era that has ended.
    func deadline(ofEnded era: Int) -> StoreInstant? {
        era == Self.none ? nil : ended.first { era <= $0.last }?.deadline
    }

    /// Ends the present era with the deadline that its list had.
    mutating func end(with deadline: StoreInstant?, at now: StoreInstant) {
        let last = current
        current += 1
        // Ranges whose deadline has passed mean the same, so one of them is enough.
        while ended.count > 1, let first = ended[0].deadline, let second = ended[1].deadline,
            first <= now, second <= now
        {
            ended.removeFirst()
        }
        if let final = ended.last, final.deadline == deadline {
            ended[ended.count - 1].last = last
        } else {
            ended.append(Ended(last: last, deadline: deadline))
        }
    }

    /// Gives the lists of all eras that have ended another deadline, or none, except those whose deadline
    /// has passed: their messages are gone.
    mutating func setDeadlineOfEnded(_ deadline: StoreInstant?, at now: StoreInstant) {
        var changed: [Ended] = []
        for var range in ended {
            if range.deadline.map({ now < $0 }) ?? true { range.deadline = deadline }
            if let last = changed.last, last.deadline == range.deadline {
                changed[changed.count - 1].last = range.last
            } else {
                changed.append(range)
            }
        }
        ended = changed
    }

    /// Has the lists of all eras that have ended end at a moment, if they did not sooner.
    mutating func limitDeadlines(to deadline: StoreInstant) {
        for place in ended.indices {
            ended[place].deadline = min(ended[place].deadline ?? deadline, deadline)
        }
    }
}

extension [QueuedMessage] {
    /// Returns messages that come back followed by those that wait: the ones with numbers are at the
    /// beginning, in the order of these.
    ///
    /// - Complexity: O(*n* log *n*) in those with numbers, and O(*m*) in the others.
    func merged(before waiting: [QueuedMessage]) -> [QueuedMessage] {
        let numbered = waiting.prefix { $0.info.number != nil }
        let first = (self + numbered).sorted { left, right in
            guard let left = left.info.number else { return false }
            return right.info.number.map { left < $0 } ?? true
        }
        return first + waiting.dropFirst(numbered.count)
    }
}
