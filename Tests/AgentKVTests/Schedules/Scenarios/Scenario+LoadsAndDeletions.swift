import AgentKV
import AgentKVTesting

extension Scenario {
    /// What is deleted while it is loaded.
    static let loadsAndDeletions = [
        Scenario("who asks after a deletion gets nothing older, and nothing older stays") {
            schedule in
            let store = TransientStore(clock: schedule.clock)
            try await Source().work(on: store, schedule, LoadOptions())
            try expect(store.backend.coordinator.loadWaiters(of: "spec") == nil, "a load is left")
        },
        Scenario("who asks after a deletion in a scope gets nothing older, nor what stays") {
            schedule in
            let store = TransientStore(clock: schedule.clock)
            try await Source().work(on: store.scoped(to: "run"), schedule, LoadOptions())
        },
        Scenario("a deletion counts for values that are loaded in the background") { schedule in
            let store = TransientStore(clock: schedule.clock)
            // What is there is stale from the beginning.
            let options = LoadOptions(ttl: .seconds(10), staleFor: .seconds(1_000))
            try await Source().work(on: store, schedule, options)
        },
        Scenario("nothing is left of a scope that ends, whatever it loads") { schedule in
            let store = TransientStore(clock: schedule.clock)
            let source = Source()
            let asking = Gathering()
            let end = schedule.oneIn(2) ? ScopeEnd.delete : .expire(after: .seconds(60))
            try await store.withScope("run", onEnd: end) { run in
                for _ in 0..<3 {
                    asking.add(schedule.task { try await source.ask(run, LoadOptions()) })
                    await Task.yield()
                }
                // Those that have not begun to ask by now would do so after the end.
                while asking.count > source.asked.value { await Task.yield() }
            }
            for task in asking.all { try await task.value }
            schedule.clock.advance(by: .seconds(61))
            let keys = try await store.keys(prefix: "run:")
            try expect(keys.isEmpty, "there are \(keys)")
        },
    ]
}

/// Where values come from, newer ones with time, and the newest of those of which all are told.
private final class Source: Sendable {
    private let newest = Count()
    private let told = Count()
    /// How many have begun to ask.
    let asked = Count()

    /// Has some change the source and delete what was made of it, and others ask.
    func work(
        on store: any KeyValueStore,
        _ schedule: Schedule,
        _ options: LoadOptions
    ) async throws {
        try await together(4) { [self] task in
            for _ in 0..<3 {
                await Task.yield()
                if task == 0 {
                    let version = newest.add(1)
                    await Task.yield()
                    try await delete(in: store, schedule)
                    told.raise(to: version)
                } else {
                    try await ask(store, options)
                }
            }
        }
        // Those in the background come to their end, too.
        while store.backend.coordinator.loadWaiters(of: store.backend.origin(of: "spec").key) != nil
        {
            await Task.yield()
        }
        let left = try await store.get("spec", as: Int.self)
        try expect(left ?? .max >= told.value, "\(left as Any) is left, told is \(told.value)")
    }

    /// Asks for the value.
    func ask(_ store: any KeyValueStore, _ options: LoadOptions) async throws {
        let least = told.value
        asked.add(1)
        let value = try await store.value(for: "spec", options: options) { [self] in
            let value = newest.value
            await Task.yield()
            return value
        }
        try expect(value >= least, "a caller got \(value), though all had been told of \(least)")
    }

    private func delete(in store: any KeyValueStore, _ schedule: Schedule) async throws {
        if schedule.oneIn(4) {
            _ = try await store.deleteAll(prefix: "s")
        } else if schedule.oneIn(3) {
            try await store.transaction { tx in
                try tx.set("spec", to: [JSONValue]())
                _ = try tx.listPopAll("spec")
            }
        } else if schedule.oneIn(2) {
            try await store.update("spec", as: Int.self) { $0 = nil }
        } else {
            try await store.delete("spec")
        }
    }
}

/// Tasks that come one after the other.
private final class Gathering: Sendable {
    private let tasks = Lock<[Task<Void, any Error>]>([])

    var all: [Task<Void, any Error>] { tasks.withLock { $0 } }
    var count: Int { all.count }

    func add(_ task: Task<Void, any Error>) {
        tasks.withLock { $0.append(task) }
    }
}
