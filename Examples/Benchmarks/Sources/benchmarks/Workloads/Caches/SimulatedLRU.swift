/// Evicts what was used longest ago.
struct SimulatedLRU: SimulatedCache {
    static let name = "LRU"

    private let capacity: Int
    private var order: KeyList
    private var isHeld: [Bool]

    init(capacity: Int, keys: Int) {
        self.capacity = capacity
        order = KeyList(keys: keys)
        isHeld = Array(repeating: false, count: keys)
    }

    mutating func finds(_ key: UInt32) -> Bool {
        if isHeld[Int(key)] {
            order.remove(key)
            order.append(key)
            return true
        }
        if order.count == capacity { isHeld[Int(order.removeFirst())] = false }
        order.append(key)
        isHeld[Int(key)] = true
        return false
    }
}
