/// What has happened in a store, and how far each subscriber has read it: a state machine.
///
/// Changes go into one ``ChangeHistory``, whoever subscribes, and a subscriber is a place in it. So a
/// change costs the same with one subscriber and with a thousand; only those that wait for it are
/// woken. Who waits has read everything: waiting is the only state in which a place is not kept.
///
/// Before a chunk of the history goes, what of it somebody has not read is moved into that
/// subscriber's ``Backlog``, but only its own prefix, so a subscriber of few keys is not hurried by
/// the changes of others. A backlog has a bound, in changes and in bytes. Beyond it the subscriber gets what it has, learns
/// from which revision on it missed something, and is forgotten.
///
/// It waits for nothing itself: a `Waiter` is what the owner wakes somebody with.
struct ChangeLog<Waiter: Sendable>: Sendable {
    typealias SubscriberID = Int

    struct Subscriber: Sendable {
        let prefix: String
        let buffer: Int
        /// The number of its prefix.
        let audience: Int
        /// The place of the first change that it has not read.
        var place: Int
        var backlog = Backlog()
        /// What it missed: the changes from a place on, and the last revision before them.
        var missed: (place: Int, after: Revision)?
    }

    /// The subscribers of one prefix.
    struct Audience: Sendable {
        var count = 0
        /// Those who are still told something.
        var members: Set<SubscriberID> = []
        var waiting: [SubscriberID: Waiter] = [:]
    }

    /// Whom to wake.
    enum Wake: Sendable {
        /// One, with the change that it waits for.
        case one(Waiter, StoreChange)
        /// Several, who find what they wait for at that place.
        case several([SubscriberID: Waiter], place: Int)
    }

    var history: ChangeHistory
    var subscribers: [SubscriberID: Subscriber] = [:]
    var audiences: [Audience] = []
    var index = PrefixIndex()
    var isClosed = false
    /// Chunks that have left the history and are to be released, by somebody who holds no lock.
    var retired: [[StoreChange]] = []
    /// Who has seen no more than this has missed something: others changed it, nobody knows what.
    var gap: Revision?
    /// The prefixes found for the change that is handled, kept to spare the allocation.
    var found: [Int] = []
    private var lastID = 0

    init(capacity: Int, maximumBytes: Int = StoreLimits.historyBytes) {
        history = ChangeHistory(capacity: capacity, maximumBytes: maximumBytes)
    }

    /// Adds a subscriber, who reads what comes from now on.
    mutating func subscribe(prefix: String, buffer: Int) -> SubscriberID {
        lastID += 1
        let audience = index.insert(prefix)
        if audience == audiences.count { audiences.append(Audience()) }
        audiences[audience].count += 1
        audiences[audience].members.insert(lastID)
        subscribers[lastID] = Subscriber(
            prefix: prefix,
            buffer: buffer,
            audience: audience,
            place: history.end
        )
        return lastID
    }

    /// Removes a subscriber, and returns it and how to wake it if it waits.
    mutating func unsubscribe(_ id: SubscriberID) -> (Subscriber, Waiter?)? {
        guard let subscriber = subscribers.removeValue(forKey: id) else { return nil }
        let audience = subscriber.audience
        let waiter = audiences[audience].waiting.removeValue(forKey: id)
        audiences[audience].members.remove(id)
        audiences[audience].count -= 1
        if audiences[audience].count == 0 { index.remove(audience) }
        return (subscriber, waiter)
    }

    /// Lets a subscriber read what comes after a revision, as far as the history knows.
    mutating func resume(_ id: SubscriberID, after revision: Revision) -> Resumption {
        if let gap, revision <= gap { return .incomplete }
        guard let floor = history.floor, let last = history.last else { return .completeIfLast }
        guard floor <= revision else { return .incomplete }
        subscribers[id]?.place = history.place(after: revision)
        return revision <= last ? .complete : .completeIfReached
    }

    /// Lets a subscriber forget what has happened up to now.
    mutating func skip(_ id: SubscriberID) {
        guard let audience = subscribers[id]?.audience else { return }
        subscribers[id]?.place = history.end
        subscribers[id]?.backlog = Backlog()
        subscribers[id]?.missed = nil
        audiences[audience].members.insert(id)
    }
}

/// What a history knows of the changes after a revision.
enum Resumption: Sendable, Equatable {
    /// All of them; the subscriber reads them from there.
    case complete
    /// All of them, if the store has come as far as this revision at all.
    case completeIfReached
    /// None, and there are none if the store is still at this revision.
    case completeIfLast
    /// Not all of them.
    case incomplete
}
