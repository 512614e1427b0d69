/// Single entries.
extension ExpiringTable {
    /// Shows the live value of a key to `body`; false if there is none.
    @inline(__always)
    mutating func read(
        _ key: String,
        now: () -> Moment,
        _ body: (inout StoreValue) -> Void
    ) -> Bool {
        let number = findToRead(key, now: now)
        if number == .none { return false }
        body(&cells[number].pointee.value)
        return true
    }

    mutating func entry(_ key: String, now: () -> Moment) -> Entry<StoreValue>? {
        let number = findToRead(key, now: now)
        if number == .none { return nil }
        let cell = cells[number]
        let deadline = cell.pointee.deadline
        return Entry(
            value: cell.pointee.value.detached,
            revision: cell.pointee.revision,
            remainingLifetime: deadline.isNone ? nil : deadline.remaining(at: latest)
        )
    }

    /// Sets a key; `exchange` puts the new value in the place of what is there, and `cost` is what
    /// that costs in a store with a bound: nil where it was in the store before, so that there is
    /// room for it.
    ///
    /// Where the caller has read the time already, for the deadline, it passes that as `moment`.
    ///
    /// - Complexity: O(1); for a new key O(log *n*) once the order of the keys is known.
    @discardableResult
    mutating func write(
        _ key: String,
        deadline: Deadline,
        cost: Int? = 1,
        at moment: Moment? = nil,
        now: () -> Moment,
        _ exchange: (inout StoreValue) -> Void
    ) throws(StoreError) -> Revision {
        var cost = cost
        if isBounded, let known = cost { cost = try makeRoom(for: key, cost: known, now: now) }
        let (number, hash) = locate(key)
        if number == .none {
            // A key that is in the table has been checked, or was loaded from where it is allowed.
            try check(key)
            var value = StoreValue.vacant
            exchange(&value)
            let new = insert(
                key,
                hash: hash,
                value: value,
                revision: nextRevision(),
                deadline: deadline
            )
            journal?.append(.absent(key))
            if isBounded { weigh(new, cost: cost) }
            tellSet(new)
        } else {
            let cell = cells[number]
            journal?.append(.present(key, cell.pointee.state))
            noteChange(of: number)
            noteExpiry(of: number) { moment ?? now() }
            exchange(&cell.pointee.value)
            cell.pointee.revision = nextRevision()
            move(number, to: deadline)
            if isBounded { weigh(number, cost: cost) }
            tellSet(number)
        }
        return revision
    }

    /// Sets a key, and leaves in `value` what was there.
    @discardableResult
    mutating func set(
        _ key: String,
        to value: inout StoreValue,
        deadline: Deadline,
        cost: Int? = 1,
        now: () -> Moment
    ) throws(StoreError) -> Revision {
        try write(key, deadline: deadline, cost: cost, now: now) { swap(&$0, &value) }
    }

    /// Removes a key, and returns what it held if it was live.
    mutating func delete(_ key: String, now: () -> Moment) -> Remains? {
        let number = find(key, now: now)
        return number == .none ? nil : remove(number, as: .deleted)
    }

    /// The deadline of a live key; none where there is none.
    mutating func deadline(of key: String, now: () -> Moment) -> Deadline {
        let number = find(key, now: now)
        return number == .none ? .none : cells[number].pointee.deadline
    }

    /// Gives a live key another deadline; false if there is none.
    mutating func setDeadline(_ key: String, to deadline: Deadline, now: () -> Moment) -> Bool {
        let number = find(key, now: now)
        if number == .none { return false }
        if deadline == cells[number].pointee.deadline { return true }
        journal?.append(.present(key, cells[number].pointee.state))
        noteChange(of: number)
        move(number, to: deadline)
        return true
    }

    /// Adds to an integer that is stored as one; nil if something else is, or nothing.
    mutating func increment(
        _ key: String,
        by amount: Int,
        now: () -> Moment
    ) throws -> Int? {
        let number = find(key, now: now)
        if number == .none { return nil }
        let cell = cells[number]
        guard case .integer = cell.pointee.value.storage else { return nil }
        noteRead(of: number)
        let sum = try cell.pointee.value.adding(amount, for: key, limits: limits)
        if isBounded { try changeCost(of: number, as: StoreValue(sum)) }
        journal?.append(.present(key, cell.pointee.state))
        noteChange(of: number)
        cell.pointee.value = StoreValue(sum)
        cell.pointee.revision = nextRevision()
        tellSet(number)
        return sum
    }
}

/// Cells, and what else knows of them.
extension ExpiringTable {
    @inline(__always)
    @discardableResult
    mutating func insert(
        _ key: String,
        hash: UInt32,
        value: StoreValue,
        revision: Revision,
        deadline: Deadline,
        isNote: Bool = false
    ) -> CellNumber {
        let number = place(
            key,
            hash: hash,
            value: value,
            revision: revision,
            deadline: deadline,
            isNote: isNote
        )
        noteInsertion(of: number)
        if isBounded, isNote { countLent(number, true) }
        return number
    }

    /// Gives an entry a cell, and tells nobody but the table.
    @inline(__always)
    mutating func place(
        _ key: String,
        hash: UInt32,
        value: StoreValue,
        revision: Revision,
        deadline: Deadline,
        isNote: Bool = false
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
                isNote: isNote,
                hash: hash,
                revision: revision,
                deadline: deadline,
                previous: .none,
                next: .none
            )
        )
        if !deadline.isNone { fileDeadline(of: number) }
        if isNote {
            noteIndex.insert(number, hash: hash)
            notes.insert(key)
            noteCount += 1
        } else {
            index.insert(number, hash: hash)
            order.insert(key)
        }
        return number
    }

    /// Removes an entry, live or not, tells how it went, and returns what it held.
    mutating func remove(_ number: CellNumber, as kind: StoreChange.Kind) -> Remains {
        tellGone(number, kind)
        return remove(number)
    }

    /// Frees the cell of an entry, live or not, and returns what it held.
    mutating func remove(_ number: CellNumber) -> Remains {
        let cell = cells[number]
        journal?.append(.present(cell.pointee.key, cell.pointee.state))
        noteRemoval(of: number)
        if isBounded {
            if cell.pointee.isNote {
                countLent(number, false)
            } else {
                bounds?.policy.remove(number)
                bounds?.keepPlace(at: cell.pointee.key)
            }
        }
        if cell.pointee.isFiled { wheel.remove(number, in: cells) }
        if cell.pointee.isNote {
            noteIndex.remove(number, hash: cell.pointee.hash)
            notes.remove(cell.pointee.key)
            noteCount -= 1
        } else {
            index.remove(number, hash: cell.pointee.hash)
            order.remove(cell.pointee.key)
        }
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
