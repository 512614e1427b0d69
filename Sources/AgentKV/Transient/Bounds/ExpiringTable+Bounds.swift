/// Making room. All of this is called in a table with a bound only.
extension ExpiringTable {
    /// Makes room for a value of some cost at a key: first of what has expired, then of what the
    /// policy gives up.
    ///
    /// In a transaction it only makes sure that there can be room: what has to go does so when the
    /// transaction succeeds.
    ///
    /// - Returns: The cost.
    /// - Throws: ``StoreError/full(key:reason:)``, with nothing changed that anybody could see.
    mutating func makeRoom(
        for key: String,
        cost: Int,
        now: () -> Moment
    ) throws(StoreError) -> Int? {
        guard let limit = bounds?.limit else { return cost }
        // As it is checked where it is written, so that the same error comes first.
        if locate(key).number == .none { try check(key) }
        if cost > limit {
            throw .full(key: key, reason: "it costs \(cost), and the store holds \(limit) in all")
        }
        if surplus(with: cost, of: key, at: locate(key).number) <= 0 { return cost }
        sweep(for: key, cost: cost, now: now)
        let number = locate(key).number
        if surplus(with: cost, of: key, at: number) > 0 {
            try bounds?.checkRoom(for: key, at: number, cost: cost)
            if journal == nil { evict(for: key, at: number, cost: cost) }
        }
        return cost
    }

    /// Makes room for what a list was lengthened by, or shortens it again.
    mutating func makeRoom(
        for added: Int,
        in list: ItemList,
        _ number: CellNumber
    ) throws(StoreError) {
        let key = cells[number].pointee.key
        let former = bounds?.policy.cost(of: number) ?? 0
        var cost = bounds?.cost(of: key, list, from: former, added: added)
        do {
            let moment = latest
            cost = try makeRoom(for: key, cost: cost ?? 1, now: { moment })
        } catch {
            list.truncate(to: list.count - added)
            throw error
        }
        list.isEvictable = false
        weigh(number, cost: cost)
    }

    /// Makes room for another value of an entry, and notes what it costs.
    mutating func changeCost(of number: CellNumber, as value: StoreValue) throws(StoreError) {
        let key = cells[number].pointee.key
        let cost = bounds?.cost(of: key, value) ?? 1
        let moment = latest
        let found = try makeRoom(for: key, cost: cost, now: { moment })
        weigh(number, cost: found ?? bounds?.cost(of: key, value))
    }

    /// Notes what an entry costs that was written; nil if that is still to be found out.
    mutating func weigh(_ number: CellNumber, cost known: Int? = nil) {
        let cell = cells[number]
        let isExempt = cell.pointee.isExempt
        guard let cost = known ?? bounds?.cost(of: cell.pointee.key, cell.pointee.value) else {
            return
        }
        if bounds?.policy.holds(number) == true {
            bounds?.policy.update(number, cost: cost, isExempt: isExempt)
        } else {
            let hash = cell.pointee.hash
            bounds?.policy.insert(number, hash: hash, cost: cost, isExempt: isExempt)
        }
        if journal != nil { bounds?.pin(number) }
    }

    /// Ends a transaction that succeeded: evicts what it left no room for.
    mutating func evictSurplus() {
        while bounds?.evicts == true, let surplus = bounds?.surplus, surplus > 0 {
            guard let victim = bounds?.policy.victim(for: 0), victim != .none else { break }
            spent.append(remove(victim, as: .evicted))
        }
        bounds?.unpinAll()
    }

    /// How much the entries would cost more than they may.
    private func surplus(with cost: Int, of key: String, at number: CellNumber) -> Int {
        bounds?.surplus(with: cost, of: key, at: number) ?? 0
    }

    /// Frees what has expired until there is room.
    ///
    /// A store that evicts does not go through more than a few hundred cells for it.
    private mutating func sweep(for key: String, cost: Int, now: () -> Moment) {
        if wheel.isEmpty { return }
        let moment = present(now)
        var isDone = false
        var rounds = bounds?.evicts == true ? 4 : .max
        while !isDone, rounds > 0, surplus(with: cost, of: key, at: locate(key).number) > 0 {
            var remains: [Remains] = []
            isDone = sweep(now: { moment }, limit: 16, work: 200, remains: &remains)
            spent += remains
            rounds -= 1
        }
    }

    private mutating func evict(for key: String, at number: CellNumber, cost: Int) {
        if number != .none { bounds?.policy.pin(number, true) }
        while surplus(with: cost, of: key, at: number) > 0 {
            let incoming = number == .none ? cost : 0
            guard let victim = bounds?.policy.victim(for: incoming), victim != .none else { break }
            spent.append(remove(victim, as: .evicted))
        }
        if number != .none { bounds?.policy.pin(number, false) }
    }
}

extension Cell {
    /// Whether the entry is a list that list calls or inboxes made, and so is never evicted.
    ///
    /// Messages that are lent cost nothing.
    var isExempt: Bool { value.messageList.map { !$0.isEvictable } ?? false }
}
