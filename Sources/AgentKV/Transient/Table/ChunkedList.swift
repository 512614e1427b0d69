/// A list in chunks: it grows without moving what is in it, and is handed out a chunk at a time.
struct ChunkedList<Element> {
    private(set) var full: [[Element]] = []
    private(set) var last: [Element] = []

    /// How many elements a chunk has: what is handled while the lock is held once.
    static var chunkSize: Int { 256 }

    var count: Int { full.count * Self.chunkSize + last.count }

    var isEmpty: Bool { last.isEmpty }

    /// Its chunks in order; none is empty.
    var chunks: [[Element]] { last.isEmpty ? full : full + [last] }

    subscript(place: Int) -> Element {
        get {
            let chunk = place / Self.chunkSize
            return chunk < full.count
                ? full[chunk][place % Self.chunkSize]
                : last[place % Self.chunkSize]
        }
        set {
            let chunk = place / Self.chunkSize
            if chunk < full.count {
                full[chunk][place % Self.chunkSize] = newValue
            } else {
                last[place % Self.chunkSize] = newValue
            }
        }
    }

    /// - Complexity: O(1); now and then a chunk is allocated.
    mutating func append(_ element: Element) {
        if last.count == Self.chunkSize {
            full.append(last)
            last = []
        }
        if last.isEmpty { last.reserveCapacity(Self.chunkSize) }
        last.append(element)
    }

    /// Removes the last element; there must be one.
    mutating func removeLast() -> Element {
        let element = last.removeLast()
        if last.isEmpty, let chunk = full.popLast() { last = chunk }
        return element
    }
}
