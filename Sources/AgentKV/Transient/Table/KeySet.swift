/// A set of keys that no longer have a cell, told apart by their bytes.
struct KeySet: ~Copyable {
    private var members = ChunkedList<(key: String, hash: UInt32)>()
    private var index = KeyIndex()

    var isEmpty: Bool { members.isEmpty }

    /// The keys, in chunks.
    var chunks: [[(key: String, hash: UInt32)]] { members.chunks }

    /// Adds a key; one that is there already stays as it is.
    ///
    /// - Complexity: O(1).
    mutating func insert(_ key: String, hash: UInt32) {
        guard find(key, hash: hash) == .none else { return }
        index.insert(CellNumber(members.count), hash: hash)
        members.append((key, hash))
    }

    /// Removes a key, and returns whether it was there.
    ///
    /// - Complexity: O(1).
    mutating func remove(_ key: String, hash: UInt32) -> Bool {
        let number = find(key, hash: hash)
        guard number != .none else { return false }
        index.remove(number, hash: hash)
        // The last one takes the place that has become free.
        let last = members.removeLast()
        if Int(number) < members.count {
            index.remove(CellNumber(members.count), hash: last.hash)
            index.insert(number, hash: last.hash)
            members[Int(number)] = last
        }
        return true
    }

    private func find(_ key: String, hash: UInt32) -> CellNumber {
        index.find(hash) { members[Int($0)].key.hasSameBytes(as: key) }
    }
}
