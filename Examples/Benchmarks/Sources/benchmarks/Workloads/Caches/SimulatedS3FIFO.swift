/// S3-FIFO, after Yang, Zhang, Qiu, Yue and Rashmi (2023): a small queue of a tenth, a main queue and
/// a queue of the keys that the small one has let go of.
struct SimulatedS3FIFO: SimulatedCache {
    static let name = "S3-FIFO"

    private enum Place { case nowhere, small, main, ghost }

    private let capacity: Int
    private let smallCapacity: Int
    private var small: KeyList
    private var main: KeyList
    private var ghost: KeyList
    private var places: [Place]
    private var uses: [UInt8]

    init(capacity: Int, keys: Int) {
        self.capacity = capacity
        smallCapacity = capacity / 10
        small = KeyList(keys: keys)
        main = small
        ghost = small
        places = Array(repeating: .nowhere, count: keys)
        uses = Array(repeating: 0, count: keys)
    }

    mutating func finds(_ key: UInt32) -> Bool {
        let place = places[Int(key)]
        if place == .small || place == .main {
            uses[Int(key)] = min(uses[Int(key)] + 1, 3)
            return true
        }
        if small.count + main.count >= capacity { evict() }
        // Looked at again: making room may have pushed it out of the ghosts.
        if places[Int(key)] == .ghost {
            ghost.remove(key)
            add(key, to: .main)
        } else {
            add(key, to: .small)
        }
        uses[Int(key)] = 0
        return false
    }

    private mutating func add(_ key: UInt32, to place: Place) {
        places[Int(key)] = place
        if place == .main { main.append(key) } else { small.append(key) }
    }

    private mutating func evict() {
        if small.count >= smallCapacity || main.count == 0 { evictSmall() } else { evictMain() }
    }

    private mutating func evictSmall() {
        while small.count > 0 {
            let key = small.removeFirst()
            guard uses[Int(key)] > 1 else {
                places[Int(key)] = .ghost
                ghost.append(key)
                if ghost.count > capacity - smallCapacity {
                    places[Int(ghost.removeFirst())] = .nowhere
                }
                return
            }
            uses[Int(key)] = 0
            add(key, to: .main)
            if main.count > capacity - smallCapacity { return evictMain() }
        }
    }

    private mutating func evictMain() {
        while true {
            let key = main.removeFirst()
            if uses[Int(key)] == 0 {
                places[Int(key)] = .nowhere
                return
            }
            uses[Int(key)] -= 1
            main.append(key)
        }
    }
}
