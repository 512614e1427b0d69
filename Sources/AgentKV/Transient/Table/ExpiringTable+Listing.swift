/// Listings.
extension ExpiringTable {
    /// Puts up to `limit` more keys in order; true once all of them are.
    ///
    /// - Complexity: O(*m* log *n*) in the keys put in order.
    mutating func sortKeys(limit: Int) -> Bool {
        var keys: SortedKeys
        var next: CellNumber
        switch order {
        case .known: return true
        case .unknown: (keys, next) = (SortedKeys(), 0)
        case .building(let built, let place): (keys, next) = (built, place)
        }
        order = .unknown
        var left = limit
        while next < cells.used, left > 0 {
            let key = cells[next].pointee.key
            if !key.isEmpty { keys.insert(key) }
            next += 1
            left -= 1
        }
        let isDone = next == cells.used
        order = isDone ? .known(keys) : .building(keys, next: next)
        return isDone
    }

    /// Calls `body` with each live key that begins with `prefix`, in order, until it returns false.
    ///
    /// The order must be known.
    mutating func forEachKey(
        prefix: String,
        after: String?,
        now: () -> Moment,
        _ body: (String) -> Bool
    ) {
        guard !isClosed, case .known(let keys) = order else { return }
        let moment = present(now)
        let start = after.map { $0.precedesByBytes(prefix) ? prefix : $0 } ?? prefix
        keys.forEach(from: start) { key in
            guard key.hasBytePrefix(prefix) else { return false }
            if let after, key.hasSameBytes(as: after) { return true }
            return cells[locate(key).number].pointee.deadline.isLive(at: moment) ? body(key) : true
        }
    }
}
