import AgentKV

/// A store that adds to a list and takes it in one call each.
protocol ListPeer: Sendable {
    init() async throws
    func append(_ items: [JSONValue], to key: String) async throws
    func popAll(_ key: String) async throws -> [JSONValue]
}

extension Transient: ListPeer {
    func append(_ items: [JSONValue], to key: String) async throws {
        blackHole(try await store.listAppend(key, items: items))
    }

    func popAll(_ key: String) async throws -> [JSONValue] { try await store.listPopAll(key) }
}

/// The same store, which drops an item whose id is there already.
struct UniqueLists: ListPeer {
    private let store = TransientStore()

    func append(_ items: [JSONValue], to key: String) async throws {
        blackHole(try await store.listAppendUnique(key, items: items))
    }

    func popAll(_ key: String) async throws -> [JSONValue] { try await store.listPopAll(key) }
}

extension MutexDictionary: ListPeer where Value == [JSONValue] {
    func append(_ items: [JSONValue], to key: String) {
        withValues { $0[key, default: []] += items }
    }

    func popAll(_ key: String) -> [JSONValue] {
        withValues { $0.removeValue(forKey: key) ?? [] }
    }
}

extension ActorDictionary: ListPeer where Value == [JSONValue] {
    func append(_ items: [JSONValue], to key: String) { values[key, default: []] += items }
    func popAll(_ key: String) -> [JSONValue] { values.removeValue(forKey: key) ?? [] }
}

extension Competitor {
    /// Lists are built anew in each round, outside of what is timed.
    static func lists<P: ListPeer>(
        _ job: Job,
        _ peer: P.Type
    ) -> Contender.Round {
        job.operation == .append ? appends(ListJob(job), peer) : pops(job, peer)
    }

    private static func appends<P: ListPeer>(
        _ job: ListJob,
        _ peer: P.Type
    ) -> Contender.Round {
        let (start, added) = (job.start.dropLast(), job.added.map { [$0] })
        let last = [ListJob.item(job.length - 1)]
        return {
            let peer = try await P()
            // What the first append to a list costs once is not measured.
            for key in job.lists {
                try await peer.append(Array(start), to: key)
                try await peer.append(last, to: key)
            }
            return try await nanoseconds(per: job.lists.count * added.count) {
                for items in added {
                    for key in job.lists { try await peer.append(items, to: key) }
                }
            }
        }
    }

    private static func pops<P: ListPeer>(
        _ job: Job,
        _ peer: P.Type
    ) -> Contender.Round {
        let keys = Keys.short(job.steps / job.length).all
        let items = (0..<job.length).map(ListJob.item)
        return {
            let peer = try await P()
            for key in keys { try await peer.append(items, to: key) }
            return try await nanoseconds(per: job.steps) {
                for key in keys { blackHole(try await peer.popAll(key)) }
            }
        }
    }
}
