/// What the messages at one key should do, in the plainest way: arrays, and times that are compared.
///
/// The messages that wait are those that came back, in the order in which they were first handed out,
/// and behind them those that have not been handed out.
struct ModelQueue: Hashable {
    /// An id that was sent.
    struct Remembered: Hashable {
        let end: Duration
        /// The message that was sent under it.
        let identity: Int
        /// Whether the contract leaves open if it is remembered still.
        var isOpen = false
    }

    /// After how many attempts a message is dead; nil for never.
    let maximumAttempts: Int?
    var waiting: [ModelMessage] = []
    /// When the list ends; nil for never.
    var end: Duration?
    var lent: [ModelLoan] = []
    var ids: [Int: Remembered] = [:]
    /// Messages whose time was up while they were lent: what their holder is told is left open.
    var endedWhileLent: Set<Int> = []
    /// Whether the list was made by messages that came back.
    var isMadeOfReturns = false
    /// The ends that the list may have, where the contract leaves open which.
    var openEnds: Set<Duration?> = []
    private var turns = 0

    init(maximumAttempts: Int?) {
        self.maximumAttempts = maximumAttempts
    }

    /// The contents of the list; nil where there is none.
    var contents: [Int]? { waiting.isEmpty ? nil : waiting.map(\.content) }

    /// Whether messages are lent that were taken from a list of which nothing was left.
    var hasLentOfLostLists: Bool { lent.contains { $0.home != .list } }

    /// The loan of a message to one of its attempts, if that holds it.
    func loan(of identity: Int, attempt: Int) -> ModelLoan? {
        lent.first { $0.message.identity == identity && $0.holder == attempt }
    }

    mutating func endLoan(of identity: Int) -> ModelLoan? {
        guard let place = lent.firstIndex(where: { $0.message.identity == identity }) else {
            return nil
        }
        return lent.remove(at: place)
    }

    /// Takes messages off the beginning of the list.
    mutating func take(_ limit: Int) -> [ModelMessage] {
        let taken = Array(waiting.prefix(limit))
        waiting.removeFirst(taken.count)
        if waiting.isEmpty { loseList() }
        return taken
    }

    /// Hands messages out until a time.
    mutating func reserve(_ limit: Int, until end: Duration) -> [ModelMessage] {
        var taken = Array(waiting.prefix(limit))
        for place in taken.indices {
            if taken[place].turn == nil {
                taken[place].turn = turns
                turns += 1
            }
            taken[place].attempts += 1
            let attempts = taken[place].attempts
            lent.append(ModelLoan(message: taken[place], holder: attempts, end: end))
        }
        _ = take(taken.count)
        return taken
    }

    /// Whether one more attempt would be one too many.
    func isDead(_ message: ModelMessage) -> Bool {
        maximumAttempts.map { message.attempts >= $0 } ?? false
    }

    /// Removes the list, and leaves what is lent the end that it had.
    mutating func loseList() {
        waiting = []
        for place in lent.indices where lent[place].home == .list {
            lent[place].home = .gone(end: end)
        }
        forgetList()
    }

    /// Removes the list, and takes away what is lent.
    mutating func removeAll() {
        waiting = []
        lent = []
        forgetList()
        for id in ids.keys { ids[id]?.isOpen = true }
    }

    private mutating func forgetList() {
        end = nil
        isMadeOfReturns = false
        openEnds = []
    }
}
