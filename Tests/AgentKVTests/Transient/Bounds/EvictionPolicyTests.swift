import AgentKVTesting
import Testing

@testable import AgentKV

/// A cache that reads keys, and sets those that it does not hold.
private final class PolicyUnderTest {
    var policy: EvictionPolicy
    private(set) var hits = 0
    private var cells: [Int: CellNumber] = [:]
    private var keys: [CellNumber: Int] = [:]
    private var free: [CellNumber] = []

    init(limit: Int) {
        policy = EvictionPolicy(limit: limit)
    }

    func read(_ key: Int, cost: Int = 1, isExempt: Bool = false) {
        if let number = cells[key] {
            hits += 1
            policy.noteRead(of: number)
            return
        }
        while policy.cost + cost > policy.limit {
            let victim = policy.victim(for: cost)
            if victim == .none { return }
            removeCell(victim)
        }
        let number = free.popLast() ?? CellNumber(keys.count)
        cells[key] = number
        keys[number] = key
        policy.insert(number, hash: hash(key), cost: cost, isExempt: isExempt)
    }

    func update(_ key: Int, cost: Int, isExempt: Bool) {
        guard let number = cells[key], policy.cost(of: number) >= cost else { return }
        policy.update(number, cost: cost, isExempt: isExempt)
    }

    func remove(_ key: Int) {
        if let number = cells[key] { removeCell(number) }
    }

    var heldKeys: Set<Int> { Set(cells.keys) }

    private func removeCell(_ number: CellNumber) {
        policy.remove(number)
        if let key = keys.removeValue(forKey: number) { cells[key] = nil }
        free.append(number)
    }

    private func hash(_ key: Int) -> UInt32 {
        var mixer = SplitMix64(seed: UInt64(key))
        return UInt32(truncatingIfNeeded: mixer.next())
    }
}

/// What a cache that evicts what was used longest ago finds.
private func hitsOfLRU(limit: Int, _ trace: [Int]) -> Int {
    var uses: [Int: Int] = [:]
    var order: [(key: Int, use: Int)] = []
    var (hits, oldest) = (0, 0)
    for (use, key) in trace.enumerated() {
        if uses[key] != nil { hits += 1 }
        if uses[key] == nil, uses.count == limit {
            while uses[order[oldest].key] != order[oldest].use { oldest += 1 }
            uses[order[oldest].key] = nil
        }
        uses[key] = use
        order.append((key, use))
    }
    return hits
}

@Suite struct EvictionPolicyTests {
    private func hits(limit: Int, _ trace: [Int]) -> Int {
        let test = PolicyUnderTest(limit: limit)
        for key in trace { test.read(key) }
        #expect(test.policy.brokenInvariants() == [])
        return test.hits
    }

    /// Some keys are asked for much more often than others.
    private func skewed(_ count: Int, keys: Int, seed: UInt64) -> [Int] {
        var random = SplitMix64(seed: seed)
        return (0..<count).map { _ in
            let share = Double.random(in: 0..<1, using: &random)
            return Int(Double(keys) * share * share * share * share)
        }
    }

    @Test func `popular keys are found more often than by order of use`() {
        let trace = skewed(60_000, keys: 20_000, seed: 1)
        #expect(hits(limit: 200, trace) > hitsOfLRU(limit: 200, trace) * 11 / 10)
    }

    @Test func `a scan pushes out hardly anything`() {
        let popular = skewed(60_000, keys: 20_000, seed: 2)
        let scan = (0..<5_000).map { 1_000_000 + $0 }
        let before = hits(limit: 200, popular)
        let found = hits(limit: 200, popular[..<30_000] + scan + popular[30_000...])
        #expect(found > before * 98 / 100)
    }

    @Test func `of a loop that is too large most is found`() {
        let trace = (0..<60_000).map { $0 % 240 }
        #expect(hitsOfLRU(limit: 200, trace) == 0)
        #expect(hits(limit: 200, trace) > 60_000 * 6 / 10)
    }

    @Test func `the window grows where what was read last is read again`() {
        var random = SplitMix64(seed: 3)
        var trace: [Int] = []
        for key in 1_000..<41_000 {
            trace.append(key)
            for _ in 0..<2 { trace.append(key - .random(in: 0..<100, using: &random)) }
        }
        let test = PolicyUnderTest(limit: 200)
        for key in trace { test.read(key) }
        #expect(test.policy.climb.window > 100)
        #expect(test.hits > hitsOfLRU(limit: 200, trace) * 8 / 10)
    }

    @Test func `what was popular once is forgotten`() {
        let test = PolicyUnderTest(limit: 100)
        for round in 0..<20_000 { test.read(round % 90) }
        for round in 0..<20_000 { test.read(1_000 + round % 90) }
        #expect(test.heldKeys.isSuperset(of: 1_000..<1_060))
    }

    @Test func `what is exempt or pinned is not chosen`() {
        let test = PolicyUnderTest(limit: 3)
        test.read(1, isExempt: true)
        test.read(2)
        test.read(3)
        test.policy.pin(1, true)
        test.policy.pin(2, true)
        test.read(4)
        #expect(test.heldKeys == [1, 2, 3])
        test.policy.pin(1, false)
        test.policy.pin(2, false)
        test.read(4)
        #expect(test.heldKeys.count == 3 && test.heldKeys.isSuperset(of: [1, 4]))
    }

    @Test func `a noted read of a cell that is free or never was does no harm`() {
        let test = PolicyUnderTest(limit: 10)
        for key in 0..<10 { test.read(key) }
        for key in 0..<10 { test.read(key) }
        for key in 0..<10 { test.remove(key) }
        test.policy.takeReads()
        #expect(test.policy.count == 0)
        #expect(test.policy.brokenInvariants() == [])
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `whatever happens its lists and sums stay right`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let test = PolicyUnderTest(limit: .random(in: 1...60, using: &random))
        for step in 0..<3_000 {
            let key = Int.random(in: 0..<100, using: &random)
            let cost = Int.random(in: 1...max(test.policy.limit / 4, 1), using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0: test.remove(key)
            case 1: test.update(key, cost: cost, isExempt: .random(using: &random))
            default: test.read(key, cost: cost, isExempt: key.isMultiple(of: 25))
            }
            if step.isMultiple(of: 50) { #expect(test.policy.brokenInvariants() == []) }
            #expect(test.policy.cost <= test.policy.limit)
        }
    }
}

@Suite struct FrequencySketchTests {
    @Test func `it never counts too little, up to its most`() {
        var sketch = FrequencySketch(entries: 1_000)
        for hash in 0..<100 as Range<UInt32> {
            for _ in 0..<hash % 20 { sketch.count(hash) }
        }
        for hash in 0..<100 as Range<UInt32> {
            #expect(sketch.frequency(of: hash) >= min(Int(hash % 20), FrequencySketch.most))
        }
        #expect(sketch.frequency(of: 1_000_000) <= 1)
    }

    @Test func `growing keeps what was counted`() {
        var sketch = FrequencySketch(entries: 64)
        for _ in 0..<7 { sketch.count(42) }
        sketch.reserve(100_000)
        #expect(sketch.frequency(of: 42) == 7)
    }

    @Test func `counters are halved after ten times as many requests as entries`() {
        var sketch = FrequencySketch(entries: 64)
        for _ in 0..<14 { sketch.count(42) }
        for hash in 0..<1_000 as Range<UInt32> { sketch.count(hash &* 0x9E37_79B9) }
        sketch.age()
        sketch.age()
        #expect((6...8).contains(sketch.frequency(of: 42)))
    }
}
