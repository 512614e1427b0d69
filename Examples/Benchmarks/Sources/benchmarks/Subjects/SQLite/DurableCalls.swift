extension Subject {
    /// The store in a file, against the C API of the same library.
    static func durableCalls(_ scale: Scale) -> [Subject] {
        let ints = Workload.ints(.short(1024), steps: scale.steps / 4)
        let structs = Workload.profiles(.short(1024), steps: scale.steps / 4)
        return [
            durableReads(ints, "an integer"),
            durableReads(structs, "a struct"),
            Subject(
                title: "SQLite: durable write, one caller",
                note: DatabaseSettings.note,
                contenders: [
                    .durableWrites(PlainSQLite.self, scale.durableWrites),
                    .durableWrites(DurableStore.self, scale.durableWrites, target: .ratio(1.5)),
                ]
            ),
            sharedWrites(scale),
            Subject(
                title: "SQLite: durable writes from 64 tasks, against one by one",
                note: DatabaseSettings.note,
                contenders: [
                    .durableWrites(
                        PlainSQLite.self,
                        scale.durableWrites,
                        name: "C API, one per transaction"
                    ),
                    .durableWrites(
                        DurableStore.self,
                        scale.sharedDurableWrites,
                        tasks: 64,
                        target: .faster(10)
                    ),
                ]
            ),
            Subject(
                title: "SQLite: durable jobs of 64 workers, against writes from 64 tasks",
                note: DatabaseSettings.note,
                contenders: [
                    .durableWrites(DurableStore.self, scale.sharedDurableWrites, tasks: 64),
                    .durableJobs(scale.sharedDurableWrites, workers: 64, target: .ratio(2)),
                ]
            ),
            durableBatches(.ints(.short(1000), steps: 0), "integers", scale),
            durableBatches(.profiles(.short(1000), steps: 0), "structs", scale),
        ]
    }

    private static func durableReads<Value: Codable>(
        _ work: Workload<Value>,
        _ what: String
    ) -> Subject {
        Subject(
            title: "SQLite: reading \(what)",
            note: DatabaseSettings.note,
            contenders: [
                .durableReads(PlainSQLite.self, work),
                .durableReads(DurableStore.self, work, target: .ratio(2.5)),
            ]
        )
    }

    private static func sharedWrites(_ scale: Scale) -> Subject {
        let work = scale.sharedDurableWrites
        return Subject(
            title: "SQLite: durable writes from 64 tasks",
            note: DatabaseSettings.note,
            contenders: [
                Contender("C API, 64 per transaction") {
                    let peer = try await PlainSQLite(holding: work)
                    return {
                        try await nanoseconds(per: work.steps.count) {
                            try peer.writes(work, sharing: 64)
                        }
                    }
                },
                .durableWrites(DurableStore.self, work, tasks: 64, target: .ratio(2)),
            ]
        )
    }

    private static func durableBatches<Value: Codable>(
        _ work: Workload<Value>,
        _ what: String,
        _ scale: Scale
    ) -> Subject {
        Subject(
            title: "SQLite: a batch of 1000 \(what)",
            unit: .timePerKey,
            note: DatabaseSettings.note,
            contenders: [
                .durableBatches(PlainSQLite.self, work, calls: scale.batches),
                .durableBatches(
                    DurableStore.self,
                    work,
                    calls: scale.batches,
                    target: .ratio(1.5)
                ),
            ]
        )
    }
}

extension Scale {
    /// Writes that each wait for the disk.
    var durableWrites: Workload<Int> { .ints(.short(1024), steps: steps / 200) }

    /// Writes by 64 tasks, which wait for the disk together.
    var sharedDurableWrites: Workload<Int> { .ints(.short(1024), steps: 64 * (steps / 2500)) }

    /// Calls with a thousand values each.
    var batches: Int { steps / 5000 }
}
