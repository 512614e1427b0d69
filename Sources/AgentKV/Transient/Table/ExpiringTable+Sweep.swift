/// Expiry.
extension ExpiringTable {
    /// Frees entries whose lifetime has ended, in the order of their ticks, within bounds.
    ///
    /// It frees at most `limit`, into `remains`, and frees or files again at most `work` cells. It
    /// returns whether it came to the end: nothing in the table is due at `now` any more.
    ///
    /// - Complexity: O(1) on average for each cell freed; a cell is filed again a few times on its
    ///   way down the wheel, however many there are.
    mutating func sweep(
        now: () -> Moment,
        limit: Int,
        work: Int,
        remains: inout [Remains]
    ) -> Bool {
        let now = present(now)
        var (limit, work) = (limit, work)
        repeat {
            while case let number = wheel.firstCoarse, number != .none {
                if work == 0 { return false }
                work -= 1
                file(number)
            }
            if now < wheel.restsUntil { continue }
            var rest = Moment.end
            var number = wheel.firstDue
            while number != .none {
                if limit == 0 || work == 0 { return false }
                let next = cells[number].pointee.next
                let deadline = cells[number].pointee.deadline
                if deadline.tick > wheel.current {
                    // Dead or not: its deadline has moved, and others come before it.
                    work -= 1
                    file(number)
                } else if !deadline.isLive(at: now) {
                    work -= 1
                    limit -= 1
                    remains.append(remove(number, as: .expired))
                } else {
                    rest = min(rest, deadline.moment)
                }
                number = next
            }
            wheel.restsUntil = rest
        } while wheel.advance(to: now.tick)
        return true
    }

    /// Has the sweeper look when it will be due next: until then it need not be woken again.
    @inline(never)
    mutating func wakeSweeper() {
        wakesSweeperBefore = wheel.nextDue ?? .end
        sweeping?.wake()
    }

    /// Files a cell by the deadline that it has now.
    private mutating func file(_ number: CellNumber) {
        wheel.remove(number, in: cells)
        if !cells[number].pointee.deadline.isNone { wheel.insert(number, in: cells) }
    }
}
