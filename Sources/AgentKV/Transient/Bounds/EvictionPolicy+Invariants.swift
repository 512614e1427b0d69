#if DEBUG
/// What holds of a policy between any two calls, for its tests.
extension EvictionPolicy {
    /// Returns a sentence for each invariant that does not hold.
    func brokenInvariants() -> [String] {
        var broken: [String] = []
        var listed: [CellNumber: Place] = [:]
        var pinned = 0
        let lists: [(UseOrder, Place)] = [
            (window, .window), (probation, .probation), (protected, .protected), (exempt, .exempt),
        ]
        for (list, place) in lists {
            var (count, cost) = (0, 0)
            var (before, number) = (CellNumber.none, list.first)
            while number != .none, count <= list.count {
                let node = nodes[number].pointee
                if node.place != place { broken.append("\(number) is listed as \(place)") }
                if node.previous != before { broken.append("\(number) is not behind \(before)") }
                if listed.updateValue(place, forKey: number) != nil {
                    broken.append("\(number) is in two lists")
                }
                if node.isPinned, place != .exempt { pinned += node.cost }
                count += 1
                cost += node.cost
                (before, number) = (number, node.next)
            }
            if count != list.count || cost != list.cost || list.last != before {
                broken.append("\(place) holds \(count) at \(cost), and counts \(list)")
            }
        }
        for number in 0..<CellNumber(nodes.count)
        where (nodes[number].pointee.place != .absent) != (listed[number] != nil) {
            broken.append("\(number) is \(nodes[number].pointee.place), and is listed nowhere")
        }
        if pinned != pinnedCost { broken.append("\(pinned) is pinned, and \(pinnedCost) counted") }
        if window.cost > climb.window, window.count > 1 { broken.append("the window is too large") }
        if protected.cost > climb.protected { broken.append("too much is protected") }
        return broken
    }
}

extension TableBounds {
    /// Returns a sentence for each invariant that does not hold between two calls of a store.
    func brokenInvariants(_ table: borrowing ExpiringTable) -> [String] {
        var broken = policy.brokenInvariants()
        if policy.count != table.entryCount {
            broken.append("the policy knows \(policy.count) of \(table.entryCount) entries")
        }
        if surplus > 0 { broken.append("the bound is exceeded by \(surplus)") }
        if policy.pinnedCost != 0 { broken.append("entries are pinned between two calls") }
        broken += brokenPlaces(table)
        for number in 0..<table.cells.used where !table.cells[number].pointee.key.isEmpty {
            let cell = table.cells[number].pointee
            if cell.isNote { continue }
            if !policy.holds(number) { broken.append("the policy does not know \(cell.key)") }
            let isExempt = cell.isExempt || isLent(cell.key)
            if (policy.nodes[number].pointee.place == .exempt) != isExempt {
                broken.append("\(cell.key) is \(policy.nodes[number].pointee.place)")
            }
            if policy.cost(of: number) != cost(of: cell.key, cell.value) {
                broken.append("\(cell.key) costs something else than it did")
            }
        }
        return broken
    }

    private func brokenPlaces(_ table: borrowing ExpiringTable) -> [String] {
        var broken: [String] = []
        var (leases, places) = (0, 0)
        table.notes.forEach(from: "") { note in
            if NoteKey.inbox(ofLease: note) != nil { leases += 1 }
            return true
        }
        for (key, messages) in lent {
            leases -= messages.items.count
            places += messages.place
            if messages.items.isEmpty { broken.append("nothing is lent of \(key.text)") }
            if (messages.place == 0) != (table.locateAny(key.text).number != .none) {
                broken.append("\(messages.place) is counted for what is lent of \(key.text)")
            }
            let bytes = messages.items.values.reduce(0) { $0 + $1.estimatedBytes }
            if bytes != messages.bytes { broken.append("\(key.text) has lent \(bytes) bytes") }
        }
        if leases != 0 { broken.append("\(leases) messages are lent and not counted") }
        if places != placeCost { broken.append("\(placeCost) is counted, and not \(places)") }
        return broken
    }
}
#endif
