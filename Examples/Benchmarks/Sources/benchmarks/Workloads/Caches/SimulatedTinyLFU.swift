/// W-TinyLFU, after Einziger, Friedman and Manes (2017): a window of a hundredth in the order of use,
/// and a segmented main part that lets in only what is asked for more often than what it gives up.
struct SimulatedTinyLFU: SimulatedCache {
    static let name = "W-TinyLFU"

    private enum Place { case nowhere, window, probation, protected }

    private let capacity: Int
    private let windowCapacity: Int
    private let protectedCapacity: Int
    private var window: KeyList
    private var probation: KeyList
    private var protected: KeyList
    private var places: [Place]
    private var counters: [UInt8]
    private var requests = 0

    init(capacity: Int, keys: Int) {
        self.capacity = capacity
        windowCapacity = max(capacity / 100, 1)
        protectedCapacity = (capacity - windowCapacity) * 4 / 5
        window = KeyList(keys: keys)
        probation = window
        protected = window
        places = Array(repeating: .nowhere, count: keys)
        // A sketch of the usual size, in one row for each of four hashes.
        var width = 1024
        while width < capacity * 4 { width *= 2 }
        counters = Array(repeating: 0, count: width * 4)
    }

    mutating func finds(_ key: UInt32) -> Bool {
        count(key)
        switch places[Int(key)] {
        case .window:
            window.remove(key)
            window.append(key)
            return true
        case .probation:
            probation.remove(key)
            protected.append(key)
            places[Int(key)] = .protected
            if protected.count > protectedCapacity {
                let demoted = protected.removeFirst()
                probation.append(demoted)
                places[Int(demoted)] = .probation
            }
            return true
        case .protected:
            protected.remove(key)
            protected.append(key)
            return true
        case .nowhere:
            window.append(key)
            places[Int(key)] = .window
            if window.count > windowCapacity { admit(window.removeFirst()) }
            return false
        }
    }

    private mutating func admit(_ candidate: UInt32) {
        if window.count + probation.count + protected.count >= capacity {
            let victim = probation.count > 0 ? probation.first : protected.first
            if frequency(candidate) <= frequency(victim) {
                places[Int(candidate)] = .nowhere
                return
            }
            if probation.count > 0 { probation.remove(victim) } else { protected.remove(victim) }
            places[Int(victim)] = .nowhere
        }
        probation.append(candidate)
        places[Int(candidate)] = .probation
    }

    /// Where the counter of a key is in a row of the sketch.
    private func place(of key: UInt32, in row: Int) -> Int {
        let width = counters.count / 4
        var hash = (UInt64(key) &+ 1 &+ UInt64(row) << 32) &* 0x9E37_79B9_7F4A_7C15
        hash = (hash ^ hash >> 32) &* 0xD6E8_FEB8_6659_FD93
        return row * width + (Int(hash >> 32) & (width - 1))
    }

    private func frequency(_ key: UInt32) -> UInt8 {
        var least = UInt8.max
        for row in 0..<4 { least = min(least, counters[place(of: key, in: row)]) }
        return least
    }

    private mutating func count(_ key: UInt32) {
        for row in 0..<4 {
            let place = place(of: key, in: row)
            counters[place] = min(counters[place] + 1, 15)
        }
        requests += 1
        guard requests == 10 * capacity else { return }
        requests /= 2
        for place in counters.indices { counters[place] /= 2 }
    }
}
