import AgentKV

extension Subject {
    /// What a store in memory pays for being written down later.
    static func writeBehind(_ scale: Scale) -> [Subject] {
        let ints = Workload.ints(.short(1024), steps: scale.steps)
        let structs = Workload.profiles(.short(1024), steps: scale.steps)
        return [
            Subject(
                title: "write-behind: writing an integer",
                note: DatabaseSettings.note,
                contenders: [
                    .writes(Transient.self, ints, name: "TransientStore, no adapter"),
                    .writesBehind(ints, "a null adapter", target: .ratio(1.5)) {
                        try await WrittenBehind(NullAdapter())
                    },
                    .writesBehind(ints, "SQLiteStore", target: .ratio(1.5)) {
                        try await .database()
                    },
                ]
            ),
            Subject(
                title: "write-behind: writing a struct",
                note: DatabaseSettings.note,
                contenders: [
                    allowance(structs),
                    .writes(Transient.self, structs, name: "TransientStore, no adapter"),
                    .writesBehind(structs, "a null adapter", target: .ratio(1)) {
                        try await WrittenBehind(NullAdapter())
                    },
                    .writesBehind(structs, "SQLiteStore", target: .ratio(1)) {
                        try await .database()
                    },
                ]
            ),
            opening(scale),
        ]
    }

    /// What the write of a struct may cost.
    private static func allowance(_ work: Workload<Profile>) -> Contender {
        Contender("1.5 x no adapter, and an encoding") {
            let peer = try await Transient(filledFor: work)
            return {
                let write = try await nanoseconds(per: work.steps.count) {
                    try await peer.writes(work)
                }
                let encoding = try await nanoseconds(per: work.steps.count) {
                    for step in work.steps {
                        blackHole(try JSONValue(encoding: work[step]).text())
                    }
                }
                return 1.5 * write + encoding
            }
        }
    }

    private static func opening(_ scale: Scale) -> Subject {
        let work = Workload.profiles(.short(scale.entries / 10), steps: 0)
        let count = work.keys.all.count
        return Subject(
            title: "write-behind: opening on \(count) records, per record",
            note: DatabaseSettings.note,
            contenders: [
                Contender("SELECT by the C API") {
                    let scan = try await PlainScan(of: DurableStore(holding: work))
                    return {
                        await nanoseconds(per: count) { precondition(scan.read() == count) }
                    }
                },
                Contender("TransientStore", target: .ratio(3)) {
                    let peer = try await DurableStore(holding: work)
                    return {
                        var opened: TransientStore?
                        let figure = try await nanoseconds(per: count) {
                            opened = try await TransientStore(persistence: peer.store)
                        }
                        let found = await opened?.count()
                        precondition(found == count)
                        return figure
                    }
                },
            ]
        )
    }
}

extension Contender {
    /// Writes to a store with an adapter; that all is written down in the end is not measured.
    fileprivate static func writesBehind<Value>(
        _ work: Workload<Value>,
        _ name: String,
        target: Target,
        _ open: @escaping @Sendable () async throws -> WrittenBehind<Value>
    ) -> Contender {
        Contender("TransientStore, \(name)", target: target) {
            let peer = try await open()
            return {
                let figure = try await nanoseconds(per: work.steps.count) {
                    try await peer.writes(work)
                }
                try await peer.store.flush()
                return figure
            }
        }
    }
}
