/// The bound of a table, and what it takes to keep to it.
struct TableBounds: ~Copyable {
    let bounds: StoreBounds
    var policy: EvictionPolicy
    /// What the transaction under way has written.
    private var pinned: [CellNumber] = []

    init(_ bounds: StoreBounds) {
        self.bounds = bounds
        policy = EvictionPolicy(limit: bounds.limit)
    }

    var limit: Int { policy.limit }

    var evicts: Bool { bounds.whenFull == .evict }

    /// How much more the entries cost than they may.
    var surplus: Int { policy.cost - limit }

    /// The same if the entry at a key, in that cell, cost something else.
    func surplus(with cost: Int, of key: String, at number: CellNumber) -> Int {
        surplus + cost - policy.cost(of: number)
    }

    /// Throws unless evicting can make room for what an entry is going to cost.
    ///
    /// - Throws: ``StoreError/full(key:reason:)``.
    func checkRoom(for key: String, at number: CellNumber, cost: Int) throws(StoreError) {
        if !evicts {
            throw .full(
                key: key,
                reason: "it costs \(cost), the store holds \(limit) in all, and is set to refuse"
            )
        }
        let kept = policy.kept(besides: number)
        if kept + cost > limit {
            throw .full(
                key: key,
                reason: "it costs \(cost), the store holds \(limit) in all, and \(kept) of that"
                    + " is lists, or written by the same transaction, and is not evicted"
            )
        }
    }

    /// What an entry costs.
    func cost(of key: String, _ value: StoreValue) -> Int { bounds.cost(of: key, value) }

    /// What a list costs that was lengthened, which cost `former` before.
    func cost(of key: String, _ list: ItemList, from former: Int, added: Int) -> Int {
        guard case .bytes = bounds.measure else {
            return cost(of: key, StoreValue(json: .array(list.items)))
        }
        return list.items.suffix(added).reduce(former) { $0 + $1.estimatedBytes }
    }

    /// What a list costs that messages have come into, or have gone from; nil if that is to be found out
    /// from all of it.
    func cost(
        of number: CellNumber,
        with added: [QueuedMessage] = [],
        without taken: [QueuedMessage] = []
    ) -> Int? {
        switch bounds.measure {
        case .entries: return 1
        case .custom: return nil
        case .bytes:
            let former = policy.cost(of: number)
            let grown = added.reduce(former) { $0 + $1.item.estimatedItemBytes }
            return taken.reduce(grown) { $0 - $1.item.estimatedItemBytes }
        }
    }

    /// Keeps an entry until the transaction under way has ended.
    mutating func pin(_ number: CellNumber) {
        policy.pin(number, true)
        pinned.append(number)
    }

    mutating func unpinAll() {
        for number in pinned { policy.pin(number, false) }
        pinned = []
    }
}
