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
        event: MessageEvent? = nil,
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
            tellSet(new, event)
        } else {
            let cell = cells[number]
            journal?.append(.present(key, cell.pointee.state))
            noteChange(of: number)
            noteExpiry(of: number) { moment ?? now() }
            if changes.isKept { noteListGoing(number) }
            exchange(&cell.pointee.value)
            cell.pointee.revision = nextRevision()
            move(number, to: deadline)
            if isBounded { weigh(number, cost: cost) }
            tellSet(number, event)
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
        tellLifetime(of: number, deadline)
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
