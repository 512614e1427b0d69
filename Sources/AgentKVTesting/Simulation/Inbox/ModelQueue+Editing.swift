/// What plain calls do to the list at the key.
extension ModelQueue {
    /// Appends messages of which `end` and `id` may be known.
    mutating func append(_ messages: [ModelMessage]) {
        waiting += messages
    }

    /// Gives the list an end, whether it has one already or not.
    mutating func renew(until end: Duration) {
        self.end = end
        openEnds = []
    }

    /// Puts another list in the place of what is there.
    mutating func set(_ messages: [ModelMessage], end: Duration?) {
        removeAll()
        waiting = messages
        self.end = end
    }

    /// Sets the end of all that is there, and of what is lent; false where nothing waits.
    mutating func setEnd(_ end: Duration?) -> Bool {
        for place in lent.indices where lent[place].home != .list {
            lent[place].home = .gone(end: end)
        }
        if waiting.isEmpty { return false }
        self.end = end
        openEnds = []
        return true
    }

    /// Changes the list in place: items that stay keep what is known of them.
    mutating func edit(_ messages: [ModelMessage]) {
        if messages.isEmpty {
            loseList()
            for id in ids.keys { ids[id]?.isOpen = true }
            return
        }
        let contents = messages.map(\.content)
        let matching = ListMatching.all(from: waiting.map(\.content), to: contents)[0]
        waiting = zip(messages, matching).map { fresh, place in
            place.map { waiting[$0] } ?? fresh
        }
    }

    /// Whether it is plain which items stay when the list becomes this one, whatever the order in
    /// which a store looks for them; and whether those that came back stay ahead of the others.
    func canTell(_ contents: [Int]) -> Bool {
        if contents.isEmpty { return true }
        let matchings = ListMatching.all(from: waiting.map(\.content), to: contents)
        let results = Set(
            matchings.map { matching in
                matching.map { place in
                    place.map { waiting[$0] }.flatMap { $0.isPlain ? nil : $0 }
                }
            }
        )
        guard results.count == 1, let known = results.first else { return false }
        let turns = known.map { $0?.turn }
        let returned = turns.prefix { $0 != nil }.compactMap { $0 }
        return turns.dropFirst(returned.count).allSatisfy { $0 == nil }
            && returned == returned.sorted()
    }
}
