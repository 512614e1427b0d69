internal import AgentKV

/// What a transaction is going to announce, in order.
///
/// It is noted also while nobody listens: who begins to while the transaction is under way is told
/// of it. Only of a great many things that nobody listens to the later ones are merely counted.
struct Announcements: Sendable {
    /// How many are noted that nobody listens to yet.
    static let unobserved = 1_000

    private let isObserved: Bool
    private var noted: [Announcement] = []
    private var omitted = 0
    private var last = Revision(rawValue: 0)

    /// Creates an empty list; where somebody listens to it already, it has no bound.
    init(isObserved: Bool) {
        self.isObserved = isObserved
    }

    mutating func append(_ announcement: @autoclosure () -> Announcement, _ revision: Revision) {
        last = revision
        if isObserved || noted.count < Self.unobserved {
            noted.append(announcement())
        } else {
            omitted += 1
        }
    }

    /// How far it has come, to go back there.
    var mark: Mark { Mark(noted: noted.count, omitted: omitted) }

    /// Forgets what came after the mark.
    mutating func goBack(to mark: Mark) {
        noted.removeSubrange(mark.noted...)
        omitted = mark.omitted
    }

    struct Mark {
        let noted: Int
        let omitted: Int
    }

    var isEmpty: Bool { noted.isEmpty }

    /// Calls `body` with the events, and at last with how many are missing.
    func forEachEvent(_ body: (DatabaseEvent) -> Void) {
        for announcement in noted {
            if let event = announcement.event { body(event) }
        }
        if omitted > 0 {
            body(DatabaseEvent(revision: last, kind: .overflow(missed: omitted)))
        }
    }
}
