import AgentKV

/// The calls of others, for the keys of inboxes.
extension InboxRun {
    mutating func edit() async throws {
        guard let edit = anyEdit(of: model) else { return }
        calls.append("\(edit)")
        try await askInboxes()
        let expected = model.perform(edit)
        try await expect(edit.perform(on: store, asJSON: random.oneIn(2)), is: expected)
    }

    /// Several calls in one transaction, which is taken back half of the time.
    mutating func transact() async throws {
        guard parts.contains(.transactions) else { return }
        var later = model
        var steps: [(edit: InboxEdit, outcome: InboxEdit.Outcome)] = []
        for _ in 0..<Int.random(in: 2...4, using: &random) {
            guard let edit = anyEdit(of: later) else { continue }
            steps.append((edit, later.perform(edit)))
        }
        let isTakenBack = random.oneIn(2)
        let edits = steps.map(\.edit)
        calls.append("transaction\(isTakenBack ? ", taken back," : "") of \(edits)")
        try await askInboxes()
        do {
            let outcomes = try await store.transaction { tx in
                let outcomes = try edits.map { try $0.perform(in: &tx) }
                if isTakenBack { throw TakenBack(outcomes: outcomes) }
                return outcomes
            }
            try expect(outcomes, is: steps.map(\.outcome))
            model = later
        } catch let error as TakenBack {
            try expect(error.outcomes, is: steps.map(\.outcome))
        }
    }

    private struct TakenBack: Error {
        let outcomes: [InboxEdit.Outcome]
    }

    private mutating func anyEdit(of model: ModelInboxes) -> InboxEdit? {
        let key = random.pick(ModelInboxes.inboxes + ModelInboxes.keys)
        let queue = model[key]
        // Where a list is made again that messages were lent from, whose end it is is left open.
        let isRenewable = queue.waiting.isEmpty || !queue.hasLentOfLostLists
        let ttl = isRenewable ? lifetime(.lifetimesOfLists) : nil
        switch Int.random(in: 0..<18, using: &random) {
        case 0..<3: return of(.appendingAndTaking, .append(key, contents(2), ttl: ttl))
        case 3..<5: return of(.appendingAndTaking, .appendUnique(key, contents(2), ttl: ttl))
        case 5, 6: return of(.appendingAndTaking, .pop(key))
        case 7: return of(.appendingAndTaking, .get(key))
        case 8: return of(.replacing, .set(key, contents(3), ttl: lifetime(.lifetimesOfLists)))
        case 9: return of(.replacing, .delete(key))
        case 10: return of(.replacing, .deleteAll(prefix: random.oneIn(2) ? key : "j"))
        case 11: return of(.lifetimesOfLists, .expire(key, ttl: duration()))
        case 12: return of(.lifetimesOfLists, .persist(key))
        default:
            guard let contents = changed(queue) else { return nil }
            return of(.updating, .update(key, contents))
        }
    }

    private func of(_ part: InboxSimulation.Part, _ edit: InboxEdit) -> InboxEdit? {
        parts.contains(part) ? edit : nil
    }

    /// A list that another one becomes, if it is plain which items stay.
    private mutating func changed(_ queue: ModelQueue) -> [Int]? {
        // There are too many ways to match longer ones.
        guard var list = queue.contents, list.count <= 8 else { return contents(2) }
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            let place = Int.random(in: 0..<max(list.count, 1), using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1: if !list.isEmpty { list.remove(at: place) }
            case 2: list.insert(contents(1)[0], at: min(place + 1, list.count))
            case 3: if !list.isEmpty { list[place] = contents(1)[0] }
            default: if place > 0 { list.swapAt(place - 1, place) }
            }
        }
        return queue.canTell(list) ? list : nil
    }
}
