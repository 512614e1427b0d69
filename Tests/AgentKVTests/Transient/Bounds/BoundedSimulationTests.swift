import AgentKVTesting
import Testing

@testable import AgentKV

/// A store with a bound beside a dictionary that forgets nothing.
@Suite struct BoundedSimulationTests {
    private static func bounds(_ random: inout SplitMix64) -> StoreBounds {
        let limit = Int.random(in: 1...40, using: &random)
        let whenFull: StoreBounds.WhenFull =
            .random(in: 0..<4, using: &random) == 0 ? .refuse : .evict
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return .entries(limit, whenFull: whenFull)
        case 1: return .bytes(limit * 150, whenFull: whenFull)
        default:
            return .cost(limit, whenFull: whenFull) { item in (item.value(as: Int.self) ?? 1) % 12 }
        }
    }

    @Test(arguments: FuzzSeeds.usual(60))
    func `what is found is what was written last, and never more than the bound`(
        seed: UInt64
    ) async throws {
        var random = SplitMix64(seed: seed)
        let clock = ManualClock()
        let bounds = Self.bounds(&random)
        let store = try TransientStore(clock: clock, sweeps: false, bounds: bounds)
        var model: [String: (value: Int, deadline: Duration?)] = [:]
        for step in 0..<600 {
            let key = "key \(Int.random(in: 0..<60, using: &random))"
            let ttl: Duration? =
                .random(in: 0..<3, using: &random) == 0
                ? .seconds(Int.random(in: 1...20, using: &random)) : nil
            let deadline = ttl.map { clock.now.offset + $0 }
            do {
                switch Int.random(in: 0..<10, using: &random) {
                case 0, 1, 2:
                    try await store.set(key, to: step, ttl: ttl)
                    model[key] = (step, deadline)
                case 3:
                    let keys = (0..<Int.random(in: 1...20, using: &random)).map { "key \($0 * 3)" }
                    let batch = keys.map { (key: $0, value: StoreValue(step)) }
                    try await store.performSet(batch, ttl: ttl)
                    for key in keys { model[key] = (step, deadline) }
                case 4:
                    let others = (0..<3).map { "key \((step + $0 * 7) % 60)" }
                    let fails = step.isMultiple(of: 2)
                    try await store.transaction { tx in
                        for other in others { try tx.set(other, to: step) }
                        try tx.delete(key)
                        if fails { throw CancellationError() }
                    }
                    for other in others { model[other] = (step, nil) }
                    model[key] = nil
                case 5:
                    try await store.delete(key)
                    model[key] = nil
                case 6: clock.advance(by: .seconds(Int.random(in: 0...5, using: &random)))
                case 7:
                    try await store.listAppend("list \(step % 3)", items: [.integer(Int64(step))])
                case 8: _ = try await store.listPopAll("list \(step % 3)")
                default: try await expectLatest(in: store, model, clock)
                }
            } catch StoreError.full {
                continue
            } catch is CancellationError {
                continue
            }
            try #require(store.brokenInvariants() == [])
        }
        try await expectLatest(in: store, model, clock)
        if bounds.whenFull == .evict { try await expectRoom(in: store) }
    }

    private func expectLatest(
        in store: TransientStore,
        _ model: [String: (value: Int, deadline: Duration?)],
        _ clock: ManualClock
    ) async throws {
        let evicts = store.bounds?.whenFull == .evict
        var count = 0
        for number in 0..<60 {
            let key = "key \(number)"
            let written = model[key]
            let isLive = written?.deadline.map { clock.now.offset < $0 } ?? true
            let expected = isLive ? written?.value : nil
            let found = try await store.get(key, as: Int.self)
            // Only a store that evicts may have lost what is live.
            if found != nil || !evicts { try #require(found == expected) }
            if found != nil { count += 1 }
        }
        try #require(await store.count(prefix: "key ") == count)
    }

    /// More is written than any of the bounds has room for: each of it is found at once, and no more
    /// goes than has to.
    private func expectRoom(in store: TransientStore) async throws {
        // Lists would stay.
        try await store.deleteAll(prefix: "list ")
        let value = 1
        var count = await store.count(prefix: "key ")
        for number in 0..<60 {
            let key = "key \(number)"
            try await store.set(key, to: value)
            try #require(try await store.get(key, as: Int.self) == value)
            let present = await store.count(prefix: "key ")
            // Nothing costs less than this value, so one at most goes for it.
            try #require(present >= count)
            count = present
        }
        try #require(store.brokenInvariants() == [])
    }

    @Test func `many tasks that share a full store find only what they wrote`() async throws {
        let store = try TransientStore(bounds: .entries(500))
        try await withThrowingTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    for round in 0..<3_000 {
                        let key = "\(task) \(round * 7 % 300)"
                        if let found = try await store.get(key, as: Int.self) {
                            #expect(found % 8 == task)
                        } else {
                            try await store.set(key, to: round * 8 + task, ttl: .seconds(60))
                        }
                        #expect(await store.count() <= 500)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(store.brokenInvariants() == [])
    }
}
