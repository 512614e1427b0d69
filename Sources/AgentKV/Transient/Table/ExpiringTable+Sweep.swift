/// Expiry.
extension ExpiringTable {
    /// Frees entries whose lifetime has ended, in the order of their ticks, within bounds.
    ///
    /// It frees at most `limit`, into `remains`, and looks at no more than `work` cells; the next
    /// sweep goes on from there. It returns whether it came to the end: nothing in the table is due
    /// at `now` any more.
    ///
    /// - Complexity: O(1) on average for each cell freed; a cell is looked at a few times on its way
    ///   down the wheel, however many there are.
    mutating func sweep(
        now: () -> Moment,
        limit: Int,
        work: Int,
        remains: inout [Remains]
    ) -> Bool {
        let now = present(now)
        var (limit, work) = (limit, work)
        repeat {
            repeat {
                while case let number = wheel.firstToLookAt, number != .none {
                    if work == 0 { return false }
                    work -= 1
                    let deadline = cells[number].pointee.deadline
                    if deadline.isLive(at: now) || deadline.tick > wheel.current {
                        // Where it is dead its deadline has moved, and others come before it.
                        file(number)
                    } else {
                        if limit == 0 { return false }
                        limit -= 1
                        remains.append(remove(number, as: .expired))
                    }
                }
            } while wheel.resume(at: now, in: cells)
        } while wheel.advance(to: now.tick)
        return true
    }

    /// Has the sweeper look when it will be due next: until then it need not be woken again.
    @inline(never)
    mutating func wakeSweeper() {
        wakesSweeperBefore = nextDue ?? .end
        sweeping?.wake()
    }

    /// A moment before which nothing is due; nil if nothing will be.
    var nextDue: Moment? {
        guard let event = nextQueueEvent else { return wheel.nextDue }
        return min(event, wheel.nextDue ?? event)
    }

    /// Files a cell by the deadline that it has now.
    private mutating func file(_ number: CellNumber) {
        wheel.remove(number, in: cells)
        if !cells[number].pointee.deadline.isNone { wheel.insert(number, in: cells) }
    }
}
