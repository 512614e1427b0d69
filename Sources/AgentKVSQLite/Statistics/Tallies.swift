internal import AgentKV

/// What a transaction counts, place by place.
struct Tallies: Sendable {
    struct Tally: Sendable {
        let place: Place
        var sets = 0
        var expirations = 0
    }

    /// In the order of the writes; a place may come again.
    private(set) var all: [Tally] = []

    /// Counts a change of a record.
    mutating func count(_ change: RecordChange) {
        if all.last?.place != change.place { all.append(Tally(place: change.place)) }
        // The list that a message is acknowledged of is what it was.
        if change.message == .acknowledged { return }
        switch change.outcome {
        case .set, .setText: all[all.count - 1].sets += 1
        case .gone(.expired): all[all.count - 1].expirations += 1
        case .gone, .kept: break
        }
    }

    /// How far it has come, to go back there.
    var mark: Mark { Mark(count: all.count, last: all.last) }

    /// Forgets what was counted after the mark.
    mutating func goBack(to mark: Mark) {
        all.removeSubrange(mark.count...)
        if let last = mark.last { all[mark.count - 1] = last }
    }

    struct Mark {
        let count: Int
        let last: Tally?
    }
}
