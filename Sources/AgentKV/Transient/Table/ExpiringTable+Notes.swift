/// Notes: entries that belong to a key and that no caller can name or list (see ``NoteKey``).
///
/// They have cells like other entries, and lifetimes, and are written down with them. But they are
/// found through an index and listed in an order of their own, and nobody is told of them: so those
/// who look for keys pay nothing for them, and never meet one.
extension ExpiringTable {
    /// How many entries there are, live or not, without notes.
    var entryCount: Int { cells.count - noteCount }

    /// Finds the cell of a key or of a note, live or not.
    func locateAny(_ key: String, isNote: Bool) -> (number: CellNumber, hash: UInt32) {
        isNote ? locate(key, in: noteIndex) : locateAny(key)
    }

    /// Finds the cell of a note that is live.
    mutating func findNote(_ key: String, now: () -> Moment) -> CellNumber {
        if isClosed { return .none }
        let number = locate(key, in: noteIndex).number
        return number != .none && isLive(number, now: now) ? number : .none
    }

    mutating func note(_ key: String, now: () -> Moment) -> Entry<StoreValue>? {
        let number = findNote(key, now: now)
        if number == .none { return nil }
        let cell = cells[number]
        return Entry(
            value: cell.pointee.value,
            revision: cell.pointee.revision,
            remainingLifetime: cell.pointee.deadline.remaining(at: latest)
        )
    }

    /// The deadline of a live note; none where there is none.
    mutating func deadline(ofNote key: String, now: () -> Moment) -> Deadline {
        let number = findNote(key, now: now)
        return number == .none ? .none : cells[number].pointee.deadline
    }

    /// Sets a note, and leaves in `value` what was there.
    mutating func setNote(
        _ key: String,
        to value: inout StoreValue,
        deadline: Deadline
    ) throws(StoreError) -> Revision {
        if isClosed { throw .closed }
        let (number, hash) = locate(key, in: noteIndex)
        if number == .none {
            insert(
                key,
                hash: hash,
                value: value,
                revision: nextRevision(),
                deadline: deadline,
                isNote: true
            )
            journal?.append(.absent(key))
        } else {
            let cell = cells[number]
            journal?.append(.present(key, cell.pointee.state))
            noteChange(of: number)
            swap(&cell.pointee.value, &value)
            cell.pointee.revision = nextRevision()
            move(number, to: deadline)
        }
        return revision
    }

    /// Removes a note, and returns whether it was live.
    mutating func deleteNote(_ key: String, now: () -> Moment) -> Bool {
        let number = findNote(key, now: now)
        if number == .none { return false }
        _ = remove(number, as: .deleted)
        return true
    }

    /// Removes the notes of all keys that begin with `prefix`, and returns what they held.
    mutating func deleteNotes(prefix: String) -> [Remains] {
        // No key begins so, though notes may.
        if noteCount == 0 || prefix.utf8.contains(0) { return [] }
        return noteKeys(prefix: prefix, limit: .max) { _ in true }
            .map { remove(locate($0, in: noteIndex).number, as: .deleted) }
    }

    /// Returns the keys of live notes that begin with `prefix`, in order.
    mutating func noteKeys(prefix: String, limit: Int, now: () -> Moment) -> [String] {
        let moment = present(now)
        return noteKeys(prefix: prefix, limit: limit) { key in
            cells[locate(key, in: noteIndex).number].pointee.deadline.isLive(at: moment)
        }
    }

    private func noteKeys(
        prefix: String,
        limit: Int,
        where isIncluded: (String) -> Bool
    ) -> [String] {
        var keys: [String] = []
        guard !isClosed, limit > 0 else { return keys }
        notes.forEach(from: prefix) { key in
            guard key.hasBytePrefix(prefix) else { return false }
            if isIncluded(key) { keys.append(key) }
            return keys.count < limit
        }
        return keys
    }
}
