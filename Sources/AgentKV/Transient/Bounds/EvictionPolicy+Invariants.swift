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
        if policy.count != table.cells.count {
            broken.append("the policy knows \(policy.count) of \(table.cells.count) entries")
        }
        // Messages that come back are never refused.
        if surplus > policy.exempt.cost { broken.append("the bound is exceeded by \(surplus)") }
        if policy.pinnedCost != 0 { broken.append("entries are pinned between two calls") }
        for number in 0..<table.cells.used where !table.cells[number].pointee.key.isEmpty {
            let cell = table.cells[number].pointee
            if !policy.holds(number) { broken.append("the policy does not know \(cell.key)") }
            let isExempt = cell.isExempt
            if (policy.nodes[number].pointee.place == .exempt) != isExempt {
                broken.append("\(cell.key) is \(policy.nodes[number].pointee.place)")
            }
            if policy.cost(of: number) != cost(of: cell.key, cell.value) {
                broken.append("\(cell.key) costs something else than it did")
            }
        }
        return broken
    }
}
#endif
