extension Subject {
    /// The store in a file, against GRDB doing the same work.
    ///
    /// The baseline awaits GRDB as AgentKV is awaited. Beside it stands how GRDB does where it may
    /// block the thread of its caller.
    static func againstGRDB(_ scale: Scale) -> [Subject] {
        let ints = Workload.ints(.short(1024), steps: scale.steps / 10)
        let structs = Workload.profiles(.short(1024), steps: scale.steps / 10)
        let batch = Workload.ints(.short(1000), steps: 0)
        return [
            reads(ints, "an integer"),
            reads(structs, "a struct"),
            Subject(
                title: "GRDB: durable write, one caller",
                note: DatabaseSettings.note,
                contenders: [
                    .durableWrites(GRDBTable.self, scale.durableWrites),
                    .durableWrites(DurableStore.self, scale.durableWrites, target: .ratio(1)),
                    .durableWrites(BlockingGRDBTable.self, scale.durableWrites),
                ]
            ),
            Subject(
                title: "GRDB: a batch of 1000 integers",
                unit: .timePerKey,
                note: DatabaseSettings.note,
                contenders: [
                    .durableBatches(GRDBTable.self, batch, calls: scale.batches),
                    .durableBatches(
                        DurableStore.self,
                        batch,
                        calls: scale.batches,
                        target: .ratio(1)
                    ),
                ]
            ),
            Subject(
                title: "GRDB: durable writes from 64 tasks",
                note: DatabaseSettings.note,
                contenders: [
                    .durableWrites(GRDBTable.self, scale.sharedDurableWrites, tasks: 64),
                    .durableWrites(
                        DurableStore.self,
                        scale.sharedDurableWrites,
                        tasks: 64,
                        target: .faster(2)
                    ),
                ]
            ),
        ]
    }

    private static func reads<Value: Codable>(_ work: Workload<Value>, _ what: String) -> Subject {
        Subject(
            title: "GRDB: reading \(what)",
            note: DatabaseSettings.note,
            contenders: [
                .durableReads(GRDBTable.self, work),
                .durableReads(DurableStore.self, work, target: .ratio(1)),
                .durableReads(BlockingGRDBTable.self, work),
            ]
        )
    }
}
