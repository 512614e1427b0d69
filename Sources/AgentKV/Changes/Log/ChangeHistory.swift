/// The last changes of a store, each at its place: a number that counts them from the first on.
///
/// The oldest go in chunks, so that what they hold is released, and what somebody has not read yet
/// is saved, many at a time.
struct ChangeHistory: Sendable {
    /// How many changes it holds at most.
    let capacity: Int
    /// How many go at once.
    let chunkSize: Int
    private var chunks: [[StoreChange]] = []
    /// The place of the oldest change that is held.
    private(set) var start = 0
    /// The place of the next change.
    private(set) var end = 0
    /// The revision after which every change is held; nil before the first change.
    private(set) var floor: Revision?
    /// The revision of the last change; nil before the first.
    private(set) var last: Revision?

    /// Creates an empty history; `capacity` is at least 1.
    init(capacity: Int) {
        self.capacity = max(capacity, 1)
        chunkSize = min(max(capacity / 16, 1), 256)
    }

    /// Whether the oldest chunk has to go before another change comes.
    var isFull: Bool { end - start >= capacity }

    /// The change at a place that is held.
    subscript(place: Int) -> StoreChange {
        let offset = place - start
        return chunks[offset / chunkSize][offset % chunkSize]
    }

    /// Adds a change behind all others.
    ///
    /// - Complexity: O(1).
    mutating func append(_ change: StoreChange) {
        if (end - start) % chunkSize == 0 {
            chunks.append([])
            chunks[chunks.count - 1].reserveCapacity(chunkSize)
        }
        chunks[chunks.count - 1].append(change)
        end += 1
        if floor == nil { floor = change.revision.predecessor }
        last = change.revision
    }

    /// Removes the oldest chunk, which has to be complete, and returns it.
    ///
    /// - Complexity: O(*n*) in the chunks.
    mutating func removeFirstChunk() -> [StoreChange] {
        let chunk = chunks.removeFirst()
        start += chunk.count
        floor = chunk.last?.revision ?? floor
        return chunk
    }

    /// Returns the place of the first change that is held and has a greater revision.
    ///
    /// - Complexity: O(log *n*).
    func place(after revision: Revision) -> Int {
        var (low, high) = (start, end)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle].revision > revision { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension Revision {
    /// The greatest revision below this one.
    var predecessor: Revision {
        Revision(rawValue: rawValue == .min ? .min : rawValue - 1)
    }
}
