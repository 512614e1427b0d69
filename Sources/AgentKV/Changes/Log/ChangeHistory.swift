/// The last changes of a store, each at its place: a number that counts them from the first on.
///
/// The oldest go in chunks, so that what they hold is released, and what somebody has not read yet
/// is saved, many at a time. A chunk is complete when it has its number of changes, or its part of the
/// bytes.
struct ChangeHistory: Sendable {
    private struct Chunk: Sendable {
        /// The place of its first change.
        let start: Int
        var changes: [StoreChange] = []
        /// About how many bytes its changes take; of the last chunk the history counts them.
        var bytes = 0
    }

    /// How many changes it holds at most.
    let capacity: Int
    /// How many bytes they take at most, but for the last chunk.
    let maximumBytes: Int
    /// How many go at once.
    let chunkSize: Int
    private let chunkBytes: Int
    private var chunks: [Chunk] = []
    /// How many changes the last chunk has, and how many bytes: looked at for every change.
    private var lastCount = 0
    private var lastBytes = 0
    /// How many bytes the other chunks have.
    private var completeBytes = 0
    /// The place of the oldest change that is held.
    private(set) var start = 0
    /// The place of the next change.
    private(set) var end = 0
    /// The revision after which every change is held; nil before the first change.
    private(set) var floor: Revision?
    /// The revision of the last change; nil before the first.
    private(set) var last: Revision?

    /// Creates an empty history; `capacity` and `maximumBytes` are at least 1.
    init(capacity: Int, maximumBytes: Int) {
        self.capacity = max(capacity, 1)
        self.maximumBytes = max(maximumBytes, 1)
        chunkSize = min(max(capacity / 16, 1), 256)
        chunkBytes = max(maximumBytes / 16, 1)
    }

    /// About how many bytes the changes take.
    var bytes: Int { completeBytes + lastBytes }

    /// Whether the oldest chunk has to go before another change comes.
    var isFull: Bool { end - start >= capacity }

    /// Whether the oldest chunk has to go, since the changes are too large.
    var isTooLarge: Bool { bytes > maximumBytes && chunks.count > 1 }

    /// The change at a place that is held.
    subscript(place: Int) -> StoreChange {
        let chunk = chunk(of: place)
        return chunks[chunk].changes[place - chunks[chunk].start]
    }

    /// Adds a change behind all others.
    ///
    /// - Complexity: O(1).
    mutating func append(_ change: StoreChange) {
        if lastCount >= chunkSize || lastBytes >= chunkBytes || chunks.isEmpty { beginChunk() }
        chunks[chunks.count - 1].changes.append(change)
        lastCount += 1
        lastBytes += change.bytes
        end += 1
        if floor == nil { floor = change.revision.predecessor }
        last = change.revision
    }

    @inline(never)
    private mutating func beginChunk() {
        if !chunks.isEmpty { chunks[chunks.count - 1].bytes = lastBytes }
        completeBytes += lastBytes
        chunks.append(Chunk(start: end))
        chunks[chunks.count - 1].changes.reserveCapacity(chunkSize)
        (lastCount, lastBytes) = (0, 0)
    }

    /// Takes down how many bytes more a change takes than was known, if it is still held.
    ///
    /// - Complexity: O(1).
    mutating func weigh(_ place: Int, adding more: Int) {
        guard place >= start, place < end else { return }
        let chunk = chunk(of: place)
        chunks[chunk].changes[place - chunks[chunk].start].bytes += more
        if chunk == chunks.count - 1 {
            lastBytes += more
        } else {
            chunks[chunk].bytes += more
            completeBytes += more
        }
    }

    /// Removes the oldest chunk, which has to be complete, and returns it.
    ///
    /// - Complexity: O(*n*) in the chunks.
    mutating func removeFirstChunk() -> [StoreChange] {
        let chunk = chunks.removeFirst()
        start += chunk.changes.count
        if chunks.isEmpty { (lastCount, lastBytes) = (0, 0) } else { completeBytes -= chunk.bytes }
        floor = chunk.changes.last?.revision ?? floor
        return chunk.changes
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

    /// The chunk of a place that is held: where those before it are not full, it comes later than it
    /// would otherwise.
    @inline(__always)
    private func chunk(of place: Int) -> Int {
        var chunk = (place - start) / chunkSize
        while chunk + 1 < chunks.count, chunks[chunk + 1].start <= place { chunk += 1 }
        return chunk
    }
}

extension Revision {
    /// The greatest revision below this one.
    var predecessor: Revision {
        Revision(rawValue: rawValue == .min ? .min : rawValue - 1)
    }
}
