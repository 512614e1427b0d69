import AgentKV
import AgentKVSQLite

extension Competitor {
    /// The stores in a file that this process has; ours is the first.
    static var swiftInFile: [Competitor] {
        [
            Competitor(
                name: DurableStore<String>.name,
                standing: .ours,
                medium: .file,
                round: durableStore
            ),
            Competitor(name: "C API", standing: .floor, medium: .file, round: plainSQLite),
            Competitor(name: GRDBTable<String>.name, medium: .file, round: grdb),
        ]
    }

    @Sendable
    private static func durableStore(_ job: Job) async throws -> Contender.Round? {
        switch job.operation {
        case .get, .set, .mset: try await durable(DurableStore<String>.self, job)
        case .query: try await search(job)
        case .purge: filePurge(job)
        case .open: try await opening(job, openingOurs)
        default: nil
        }
    }

    @Sendable
    private static func plainSQLite(_ job: Job) async throws -> Contender.Round? {
        switch job.operation {
        case .get, .set, .mset: try await plain(job)
        case .query: try await plainSearch(job)
        case .open: try await opening(job, openingByHand)
        default: nil
        }
    }

    @Sendable
    private static func grdb(_ job: Job) async throws -> Contender.Round? {
        switch job.operation {
        case .get, .set, .mset: try await durable(GRDBTable<String>.self, job)
        case .open: try await opening(job, openingByGRDB)
        default: nil
        }
    }

    private static func durable<P: DurablePeer<String>>(
        _ peer: P.Type,
        _ job: Job
    ) async throws -> Contender.Round {
        let work = Workload(job)
        let contender: Contender =
            switch job.operation {
            case .get: .durableReads(peer, work)
            case .mset: .durableBatches(peer, work, calls: job.steps)
            default: .durableWrites(peer, work, tasks: job.tasks)
            }
        return try await contender.prepare()
    }

    /// One connection, by one thread; of several writers, as many writes share a transaction.
    private static func plain(_ job: Job) async throws -> Contender.Round {
        guard job.operation == .set, job.tasks > 1 else {
            return try await durable(PlainSQLite<String>.self, job)
        }
        let work = Workload(job)
        let peer = try await PlainSQLite(holding: work)
        return {
            try await nanoseconds(per: job.steps) { try peer.writes(work, sharing: job.tasks) }
        }
    }

    /// Records with a lifetime that has ended are freed, a thousand in each call.
    private static func filePurge(_ job: Job) -> Contender.Round {
        let work = Workload(job)
        return {
            let folder = try TemporaryFolder()
            var configuration = SQLiteDatabase.Configuration()
            configuration.sweeps = false
            let database = try await SQLiteDatabase(
                path: folder.path("purge.sqlite"),
                configuration: configuration
            )
            let store = try await database.store(instance: "benchmarks")
            let values = work.keys.all.enumerated().map { ($1, work[$0]) }
            try await store.mset(
                Dictionary(uniqueKeysWithValues: values),
                ttl: .milliseconds(1)
            )
            try await Task.sleep(for: .milliseconds(20))
            var removed = 0
            let figure = try await nanoseconds(per: job.entries) {
                while removed < job.entries { removed += try await store.purgeExpired(limit: 1000) }
            }
            await database.close()
            return figure
        }
    }
}
