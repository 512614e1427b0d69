extension ExpiringTable {
    /// Takes in an entry that was written down, as it was.
    ///
    /// One whose lifetime has ended is not live, and is noted to be removed from where it came. The
    /// empty key has no cell: its entry stays where it is.
    mutating func load(_ entry: PersistedEntry, at now: WallMoment) {
        raiseRevision(to: entry.revision)
        if entry.key.isEmpty { return }
        let isNote = NoteKey.isNote(entry.key)
        let (number, hash) = locateAny(entry.key, isNote: isNote)
        guard let deadline = now.deadline(ofExpiry: entry.expiresAt) else {
            if number == .none { changes.remove(entry.key, hash: hash) }
            return
        }
        let value = StoreValue(written: entry.json)
        if number == .none {
            let new = place(
                entry.key,
                hash: hash,
                value: value,
                revision: entry.revision,
                deadline: deadline,
                isNote: isNote
            )
            cells[new].pointee.isKnown = true
        } else {
            // Handed over twice, which an adapter should not do: the last one counts.
            cells[number].pointee.value = value
            cells[number].pointee.revision = entry.revision
            move(number, to: deadline)
        }
    }
}
