/// Changes of one prefix that have left the history, each with the place it had there.
///
/// It is made once for all who have not read them yet.
struct SavedChanges: Sendable {
    private(set) var places: [Int] = []
    private(set) var changes: [StoreChange] = []

    mutating func append(_ change: StoreChange, at place: Int) {
        places.append(place)
        changes.append(change)
    }

    /// The changes whose places are in a range.
    func changes(at range: Range<Int>) -> ArraySlice<StoreChange> {
        let first = places.firstIndex { $0 >= range.lowerBound } ?? places.count
        let end = places.lastIndex { $0 < range.upperBound }.map { $0 + 1 } ?? 0
        return first < end ? changes[first..<end] : []
    }
}

/// What one subscriber has not read yet of what has left the history, up to its buffer.
struct Backlog: Sendable {
    private var parts: [ArraySlice<StoreChange>] = []
    private(set) var count = 0
    /// About how many bytes it takes.
    private(set) var bytes = 0

    var isEmpty: Bool { count == 0 }

    /// Adds changes as long as there are no more than `limit`, which take no more than `maximumBytes`
    /// or are one only, and returns the first that is left out.
    ///
    /// - Complexity: O(*n*) in the changes.
    mutating func append(
        _ part: ArraySlice<StoreChange>,
        limit: Int,
        maximumBytes: Int
    ) -> StoreChange? {
        let fitting = part.prefix(limit - count).prefix { change in
            if !isEmpty || bytes > 0, bytes + change.bytes > maximumBytes { return false }
            bytes += change.bytes
            return true
        }
        if !fitting.isEmpty { parts.append(fitting) }
        count += fitting.count
        return part.dropFirst(fitting.count).first
    }

    /// Removes the oldest changes, some of them, and returns them; there must be one.
    mutating func removeFirst() -> ArraySlice<StoreChange> {
        let part = parts.removeFirst()
        count -= part.count
        bytes -= part.reduce(0) { $0 + $1.bytes }
        return part
    }
}
