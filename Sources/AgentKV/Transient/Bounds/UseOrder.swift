/// A list of entries in the order of use, the oldest first, threaded through an array.
struct UseOrder {
    /// An entry as ``EvictionPolicy`` knows it, and its neighbours in a list.
    struct Node: BitwiseCopyable {
        var previous = CellNumber.none
        var next = CellNumber.none
        var hash: UInt32 = 0
        var place = EvictionPolicy.Place.absent
        /// Whether the call under way has written the entry: it is not evicted by the same call.
        var isPinned = false
        var cost = 0
    }

    private(set) var first = CellNumber.none
    private(set) var last = CellNumber.none
    private(set) var count = 0
    /// What the entries of the list cost together.
    private(set) var cost = 0

    @inline(__always)
    mutating func append(_ number: CellNumber, in nodes: borrowing NodeArray) {
        let node = nodes[number]
        node.pointee.previous = last
        node.pointee.next = .none
        if last == .none {
            first = number
        } else {
            nodes[last].pointee.next = number
        }
        last = number
        count &+= 1
        cost &+= node.pointee.cost
    }

    @inline(__always)
    mutating func remove(_ number: CellNumber, in nodes: borrowing NodeArray) {
        let node = nodes[number].pointee
        if node.previous == .none {
            first = node.next
        } else {
            nodes[node.previous].pointee.next = node.next
        }
        if node.next == .none {
            last = node.previous
        } else {
            nodes[node.next].pointee.previous = node.previous
        }
        count &-= 1
        cost &-= node.cost
    }

    /// Makes an entry of the list the newest.
    @inline(__always)
    mutating func renew(_ number: CellNumber, in nodes: borrowing NodeArray) {
        if last == number { return }
        remove(number, in: nodes)
        append(number, in: nodes)
    }

    /// The entry that was used longest ago and is not pinned.
    func oldest(in nodes: borrowing NodeArray) -> CellNumber {
        var number = first
        while number != .none, nodes[number].pointee.isPinned {
            number = nodes[number].pointee.next
        }
        return number
    }
}
