/// The messages that come back, and those whose time is up.
extension ModelQueue {
    /// The next time at which something ends.
    var nextEnd: Duration? {
        let ends =
            [end] + waiting.map(\.end) + lent.map(\.end) + lent.map(\.message.end)
            + lent.map(\.endOfLostList)
        return ends.compactMap { $0 }.min()
    }

    /// Ends what ends now, and returns the messages that are dead, in the order of their turns.
    mutating func settle(at now: Duration) -> [ModelMessage] {
        if let end, end <= now {
            drop { $0.home == .list }
            waiting = []
            loseList()
        }
        if waiting.contains(where: { $0.isOver(at: now) }) {
            waiting.removeAll { $0.isOver(at: now) }
            if waiting.isEmpty { loseList() }
        }
        drop { loan in
            loan.message.isOver(at: now) || loan.endOfLostList.map { $0 <= now } ?? false
        }
        let ended = lent.filter { $0.end <= now }
        lent.removeAll { $0.end <= now }
        return giveBack(ended)
    }

    /// Puts messages back into the list, and returns those that are dead.
    mutating func giveBack(_ loans: [ModelLoan]) -> [ModelMessage] {
        let ordered = loans.sorted { $0.message.turn ?? 0 < $1.message.turn ?? 0 }
        let dead = ordered.map(\.message).filter(isDead)
        for message in dead {
            // Who died may be sent again.
            if let id = message.id, ids[id]?.identity == message.identity { ids[id] = nil }
        }
        putBack(ordered.filter { !isDead($0.message) })
        return dead
    }

    private mutating func drop(_ isOver: (ModelLoan) -> Bool) {
        endedWhileLent.formUnion(lent.filter(isOver).map(\.message.identity))
        lent.removeAll(where: isOver)
    }

    private mutating func putBack(_ loans: [ModelLoan]) {
        if loans.isEmpty { return }
        let ends = Set(loans.map(\.endOfLostList))
        // Alone they make the list again that they were taken from.
        let makesList = waiting.isEmpty
        if makesList {
            isMadeOfReturns = true
            end = ends.count == 1 ? ends.first ?? nil : nil
            openEnds = ends.count == 1 ? [] : ends
        }
        for loan in loans {
            var message = loan.message
            if case .gone(let lost) = loan.home, lost != end || !openEnds.isEmpty {
                // It lived in another list: that ends for it alone.
                message.end = [message.end, lost].compactMap { $0 }.min()
                if isMadeOfReturns, !makesList { openEnds.formUnion([end, lost]) }
            }
            insert(message)
        }
    }

    private mutating func insert(_ message: ModelMessage) {
        let turn = message.turn ?? 0
        let place = waiting.firstIndex { $0.turn.map { turn < $0 } ?? true }
        waiting.insert(message, at: place ?? waiting.count)
    }
}
