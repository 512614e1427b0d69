/// The order of a table's keys: unknown until somebody asks for a listing, and then kept.
///
/// Most stores are never listed, and pay nothing for it. The first listing puts the keys in order a
/// few at a time, so that nobody waits for it; what is written meanwhile goes into the order too.
enum KeyOrder {
    case unknown
    /// The cells below `next` are in order.
    case building(SortedKeys, next: CellNumber)
    case known(SortedKeys)

    mutating func insert(_ key: String) {
        change { $0.insert(key) }
    }

    mutating func remove(_ key: String) {
        change { $0.remove(key) }
    }

    @inline(__always)
    private mutating func change(_ body: (inout SortedKeys) -> Void) {
        switch self {
        case .unknown:
            return
        case .building(var keys, let next):
            self = .unknown
            body(&keys)
            self = .building(keys, next: next)
        case .known(var keys):
            self = .unknown
            body(&keys)
            self = .known(keys)
        }
    }
}
