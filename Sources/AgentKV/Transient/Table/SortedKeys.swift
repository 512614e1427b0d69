/// Keys in the order of their bytes, in blocks of a few hundred.
///
/// A block is a sorted array; the blocks follow one another. Finding a place is two binary searches,
/// and an insertion moves what is behind it in one block.
struct SortedKeys {
    private var blocks: [[String]] = []

    private static let fullBlock = 512

    /// Adds a key; one that is there already stays as it is.
    ///
    /// - Complexity: O(log *n*) comparisons, and moving a block.
    mutating func insert(_ key: String) {
        guard !blocks.isEmpty else {
            blocks = [[key]]
            return
        }
        let block = max(0, firstBlock { $0[0].comesAfter(key) } - 1)
        let place = blocks[block].partition { !$0.precedesByBytes(key) }
        if place < blocks[block].count, blocks[block][place].hasSameBytes(as: key) { return }
        blocks[block].insert(key, at: place)
        if blocks[block].count > Self.fullBlock { split(block) }
    }

    /// Removes a key if it is there.
    mutating func remove(_ key: String) {
        let block = firstBlock { $0[0].comesAfter(key) } - 1
        guard block >= 0 else { return }
        let place = blocks[block].partition { !$0.precedesByBytes(key) }
        guard place < blocks[block].count, blocks[block][place].hasSameBytes(as: key) else {
            return
        }
        blocks[block].remove(at: place)
        if blocks[block].isEmpty { blocks.remove(at: block) }
    }

    /// Calls `body` with each key from the first that does not precede `bound`, until it returns
    /// false.
    ///
    /// - Complexity: O(log *n*) to the first key.
    func forEach(from bound: String, _ body: (String) -> Bool) {
        var block = max(0, firstBlock { $0[0].comesAfter(bound) } - 1)
        guard block < blocks.count else { return }
        var place = blocks[block].partition { !$0.precedesByBytes(bound) }
        while block < blocks.count {
            while place < blocks[block].count {
                if !body(blocks[block][place]) { return }
                place += 1
            }
            block += 1
            place = 0
        }
    }

    private func firstBlock(where isBehind: ([String]) -> Bool) -> Int {
        blocks.partition(isBehind)
    }

    private mutating func split(_ block: Int) {
        let half = blocks[block].count / 2
        blocks.insert(Array(blocks[block][half...]), at: block + 1)
        blocks[block].removeSubrange(half...)
    }
}

extension String {
    fileprivate func comesAfter(_ other: String) -> Bool { other.precedesByBytes(self) }
}

extension Array {
    /// The index of the first element for which `isBehind` holds, where it holds from one on.
    fileprivate func partition(_ isBehind: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
