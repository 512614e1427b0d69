import AgentKV
import AgentKVTesting

/// Sets keys with lifetimes, and reads them before and after their ends.
struct LifetimeLoad: SoakLoad {
    private struct Promise {
        var number: Int
        /// Before that it is there; from then on it is gone.
        var earliestEnd: ContinuousClock.Instant
        var latestEnd: ContinuousClock.Instant
    }

    let title: String
    private let store: any KeyValueStore
    private let places: Int
    private let calls: Int
    /// How much sooner or later than its lifetime says a key may end in this store.
    private let resolution: Duration
    private var promises: [Int: Promise] = [:]
    private var number = 0

    init(
        _ title: String,
        _ store: any KeyValueStore,
        places: Int,
        calls: Int,
        resolution: Duration
    ) {
        (self.title, self.store, self.places) = (title, store, places)
        (self.calls, self.resolution) = (calls, resolution)
    }

    mutating func burst(_ random: inout SplitMix64) async throws -> Int {
        let clock = ContinuousClock()
        for _ in 0..<calls {
            let place = Int.random(in: 0..<places, using: &random)
            try await check(place)
            number += 1
            let ttl = Duration.milliseconds(Int.random(in: 20...5_000, using: &random))
            let before = clock.now
            try await store.set("life:\(place)", to: number, ttl: ttl)
            promises[place] = Promise(
                number: number,
                earliestEnd: before + ttl - resolution,
                latestEnd: clock.now + ttl + resolution
            )
        }
        return calls * 2
    }

    private func check(_ place: Int) async throws {
        guard let promise = promises[place] else { return }
        let before = ContinuousClock.now
        let found = try await store.get("life:\(place)", as: Int.self)
        let isEarly = ContinuousClock.now < promise.earliestEnd
        if let found {
            try require(found == promise.number, "set \(promise.number), read \(found)")
            try require(before < promise.latestEnd, "a key has outlived its lifetime")
        } else {
            try require(!isEarly, "a key is gone before its lifetime has ended")
        }
    }

    mutating func finish() async throws {
        for place in promises.keys { try await check(place) }
    }
}
