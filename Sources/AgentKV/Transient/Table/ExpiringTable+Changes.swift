/// What is noted about each change, for the batch that it is going to be in.
extension ExpiringTable {
    /// Notes that an entry is about to change.
    ///
    /// - Complexity: O(1); next to nothing where the cell is listed already.
    @inline(__always)
    mutating func noteChange(of number: CellNumber) {
        if cells[number].pointee.generation != changes.listed { list(number) }
    }

    @inline(never)
    private mutating func list(_ number: CellNumber) {
        let cell = cells[number]
        changes.note(cell.pointee.key)
        if cell.pointee.generation == changes.generation { return }
        if cell.pointee.generation != 0 { save(number) }
        cell.pointee.generation = changes.generation
        changes.list(number)
    }

    /// Notes that an entry has been inserted.
    @inline(__always)
    mutating func noteInsertion(of number: CellNumber) {
        if changes.isKept { listInserted(number) }
    }

    @inline(never)
    private mutating func listInserted(_ number: CellNumber) {
        let cell = cells[number]
        // Listed as what was in the cell before, which went before it was copied.
        if cell.pointee.generation != changes.generation { cell.pointee.generation = 0 }
        cell.pointee.isKnown = changes.restore(cell.pointee.key, hash: cell.pointee.hash)
        list(number)
    }

    /// Notes that an entry is about to be removed.
    @inline(__always)
    mutating func noteRemoval(of number: CellNumber) {
        if changes.isKept { listRemoved(number) }
    }

    @inline(never)
    private mutating func listRemoved(_ number: CellNumber) {
        let cell = cells[number]
        changes.note(cell.pointee.key)
        if cell.pointee.generation != 0, cell.pointee.generation != changes.generation {
            save(number)
            cell.pointee.generation = 0
        }
        // A key that no batch has named need not be removed: what is listed is its cell.
        if cell.pointee.isKnown { changes.remove(cell.pointee.key, hash: cell.pointee.hash) }
        cell.pointee.isKnown = false
    }

    private mutating func save(_ number: CellNumber) {
        changes.save(changedEntry(number))
        cells[number].pointee.isKnown = true
    }

    private func changedEntry(_ number: CellNumber) -> ChangedEntry {
        let cell = cells[number]
        return ChangedEntry(
            key: cell.pointee.key,
            value: cell.pointee.value.detached,
            revision: cell.pointee.revision,
            deadline: cell.pointee.deadline
        )
    }
}

/// What the writer of batches asks for.
extension ExpiringTable {
    /// Copies those of the frozen cells that nobody has written to since, and what was saved of the
    /// others.
    mutating func collect(_ numbers: [CellNumber], into entries: inout [ChangedEntry]) {
        let frozen = 3 - changes.generation
        for number in numbers where cells[number].pointee.generation == frozen {
            let cell = cells[number]
            cell.pointee.generation = 0
            // A free cell is listed if its entry came and went within the generation.
            if cell.pointee.key.isEmpty { continue }
            cell.pointee.isKnown = true
            entries.append(changedEntry(number))
            cell.pointee.value.forgetJSON()
        }
        entries += changes.takeSaved()
    }

    /// Notes a key again whose batch has failed.
    mutating func noteAgain(_ key: String) {
        let (number, hash) = locateAny(key)
        if number == .none {
            changes.remove(key, hash: hash)
        } else {
            cells[number].pointee.isKnown = true
            noteChange(of: number)
        }
    }
}
