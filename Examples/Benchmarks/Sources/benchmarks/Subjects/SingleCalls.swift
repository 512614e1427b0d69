extension Subject {
    /// Single calls from one task, over a thousand keys.
    static func singleCalls(_ scale: Scale) -> [Subject] {
        let short = Workload.ints(.short(1024), steps: scale.steps)
        let long = Workload.ints(.long(1024), steps: scale.steps)
        return [
            gets(short, "an Int"),
            sets(short, "an Int"),
            gets(long, "an Int under a long key"),
            sets(long, "an Int under a long key"),
            Subject(
                title: "get of an Int, against Hummingbird",
                contenders: [
                    .reads(HummingbirdMemory.self, short),
                    .reads(Transient.self, short, target: .faster(4)),
                ]
            ),
            Subject(
                title: "set of an Int with lifetime, against Hummingbird",
                contenders: [
                    .timedWrites(HummingbirdMemory.self, short),
                    .timedWrites(Transient.self, short, target: .faster(3)),
                ]
            ),
        ]
    }

    private static func gets(_ work: Workload<Int>, _ what: String) -> Subject {
        Subject(
            title: "get of \(what)",
            contenders: [
                .reads(MutexDictionary.self, work),
                .reads(Transient.self, work, target: .ratio(2)),
                .reads(ActorDictionary.self, work),
                .reads(HummingbirdMemory.self, work),
                .reads(FoundationCache.self, work),
            ]
        )
    }

    private static func sets(_ work: Workload<Int>, _ what: String) -> Subject {
        Subject(
            title: "set of \(what)",
            contenders: [
                .writes(MutexDictionary.self, work),
                .writes(Transient.self, work, target: .ratio(2.5)),
                .writes(ActorDictionary.self, work),
                .writes(HummingbirdMemory.self, work),
                .writes(FoundationCache.self, work),
            ]
        )
    }
}
