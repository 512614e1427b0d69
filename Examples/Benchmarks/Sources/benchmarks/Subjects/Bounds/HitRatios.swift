import AgentKV

extension Subject {
    /// How much of what is asked for a full store holds, and what that costs a read.
    static func bounds(_ scale: Scale) -> [Subject] {
        let reads = scale.entries * 10
        let capacity = scale.entries / 100
        let traces: [@Sendable () -> Trace] = [
            { .zipf(keys: scale.entries, reads: reads) },
            { .zipf(keys: scale.entries, reads: reads).withScans(of: scale.entries / 10) },
            { .loop(over: capacity * 12 / 10, reads: reads) },
        ]
        let names = ["Zipf 0.9", "Zipf 0.9 with scans", "a loop of 1.2 x the capacity"]
        return zip(names, traces).map { name, trace in
            hits(name, capacity: capacity, Cached(trace))
        } + [boundedGets(scale)]
    }

    /// The figures of one trace: every contender works through it once, however many the rounds.
    private static func hits(
        _ name: String,
        capacity: Int,
        _ trace: Cached<Trace>
    ) -> Subject {
        Subject(
            title: "bounds: hits at \(capacity) entries, \(name)",
            unit: .hits,
            note: "more is better",
            mostRounds: 1,
            contenders: [
                simulated(SimulatedLRU.self, capacity, trace),
                simulated(SimulatedS3FIFO.self, capacity, trace),
                simulated(SimulatedTinyLFU.self, capacity, trace),
                Contender("TransientStore") {
                    let share = try await hitsOfStore(capacity, trace.value)
                    return { share }
                },
            ]
        )
    }

    private static func simulated<C: SimulatedCache>(
        _ cache: C.Type,
        _ capacity: Int,
        _ trace: Cached<Trace>
    ) -> Contender {
        Contender("\(C.name), simulated") {
            let trace = trace.value
            var cache = C(capacity: capacity, keys: trace.keyCount)
            var hits = 0
            for key in trace.keys where cache.finds(key) { hits += 1 }
            let share = 100 * Double(hits) / Double(trace.keys.count)
            return { share }
        }
    }

    private static func hitsOfStore(_ capacity: Int, _ trace: Trace) async throws -> Double {
        let store = try TransientStore(bounds: .entries(capacity))
        for number in trace.keys {
            let key = "key:\(number)"
            if try await store.get(key, as: Int.self) == nil {
                try await store.set(key, to: Int(number))
            }
        }
        return 100 * (await store.statistics().hitRatio ?? 0)
    }

    private static func boundedGets(_ scale: Scale) -> Subject {
        let work = Workload.ints(.short(1024), steps: scale.steps)
        return Subject(
            title: "bounds: get of an Int from a store with a bound",
            contenders: [
                .reads(Transient.self, work, name: "TransientStore, without"),
                .reads(BoundedTransient.self, work, target: .ratio(1.5)),
                .writes(Transient.self, work, name: "set, without"),
                .writes(BoundedTransient.self, work, name: "set, with"),
            ]
        )
    }
}
