/// Cells, and what else knows of them.
extension ExpiringTable {
    /// Gives an entry a cell, and tells whoever keeps count of what came.
    @inline(__always)
    @discardableResult
    mutating func insert(
        _ key: String,
        hash: UInt32,
        value: StoreValue,
        revision: Revision,
        deadline: Deadline
    ) -> CellNumber {
        let number = place(
            key,
            hash: hash,
            value: value,
            revision: revision,
            deadline: deadline
        )
        noteInsertion(of: number)
        return number
    }

    /// Gives an entry a cell and tells nobody: one that is only taken in again is no change.
    @inline(__always)
    mutating func place(
        _ key: String,
        hash: UInt32,
        value: StoreValue,
        revision: Revision,
        deadline: Deadline
    ) -> CellNumber {
        // Found by its bytes from now on: they have to be in one piece.
        var contiguousKey = key
        contiguousKey.makeContiguousUTF8()
        let number = cells.allocate(
            Cell(
                key: contiguousKey,
                value: value,
                generation: cells.nextGeneration,
                isKnown: false,
                hash: hash,
                revision: revision,
                deadline: deadline,
                previous: .none,
                next: .none
            )
        )
        if !deadline.isNone { fileDeadline(of: number) }
        index.insert(number, hash: hash)
        order.insert(key)
        return number
    }

    /// Removes an entry, live or not, tells how it went, and returns what it held.
    mutating func remove(
        _ number: CellNumber,
        as kind: StoreChange.Kind,
        _ event: MessageEvent? = nil
    ) -> Remains {
        tellGone(number, kind, event)
        return remove(number)
    }

    /// Frees the cell of an entry, live or not, and returns what it held.
    mutating func remove(_ number: CellNumber) -> Remains {
        let cell = cells[number]
        journal?.append(.present(cell.pointee.key, cell.pointee.state))
        noteRemoval(of: number)
        if changes.isKept { noteListGoing(number) }
        if isBounded { bounds?.policy.remove(number) }
        if cell.pointee.isFiled { wheel.remove(number, in: cells) }
        index.remove(number, hash: cell.pointee.hash)
        order.remove(cell.pointee.key)
        return cells.free(number)
    }

    /// Writes down another deadline, and files the cell again only where it falls due sooner.
    @inline(__always)
    mutating func move(_ number: CellNumber, to deadline: Deadline) {
        let cell = cells[number]
        let former = cell.pointee.deadline
        if deadline == former { return }
        cell.pointee.deadline = deadline
        if !cell.pointee.isFiled {
            fileDeadline(of: number)
        } else if deadline.isSooner(than: former) {
            wheel.remove(number, in: cells)
            fileDeadline(of: number)
        }
    }

    /// Files a cell, and wakes the sweeper if it would come too late for it.
    @inline(__always)
    private mutating func fileDeadline(of number: CellNumber) {
        wheel.insert(number, in: cells)
        if cells[number].pointee.deadline.moment < wakesSweeperBefore { wakeSweeper() }
    }
}
