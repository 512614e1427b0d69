import AgentKV

extension Subject {
    /// What it costs to ask for a value with a load, and to wait for one that others began.
    static func loading(_ scale: Scale) -> [Subject] {
        let ints = Workload.ints(.short(1024), steps: scale.steps)
        let structs = Workload.profiles(.short(1024), steps: scale.steps)
        return [
            Subject(
                title: "loading: value(for:) of an Int that is there",
                contenders: [
                    .reads(Transient.self, ints, name: "get"),
                    .reads(Loading.self, ints, target: .ratio(1.5)),
                    .reads(LoadingStale.self, ints),
                ]
            ),
            Subject(
                title: "loading: value(for:) of a struct that is there",
                contenders: [
                    .reads(Transient.self, structs, name: "get"),
                    .reads(Loading.self, structs, target: .ratio(1.5)),
                ]
            ),
            Subject(
                title: "loading: tasks that wait for one load, per task",
                note: "The time includes making the tasks.",
                contenders: [
                    .waiting(1_000),
                    .waiting(10_000, target: .ratio(1.5)),
                ]
            ),
        ]
    }

    /// What a scope adds to a call.
    static func scopes(_ scale: Scale) -> [Subject] {
        let ints = Workload.ints(.short(1024), steps: scale.steps)
        return [
            Subject(
                title: "scopes: get of an Int",
                contenders: [
                    .reads(Transient.self, ints),
                    .reads(AnyTransient.self, ints),
                    .reads(Scoped.self, ints),
                ]
            ),
            Subject(
                title: "scopes: set of an Int",
                contenders: [
                    .writes(Transient.self, ints),
                    .writes(AnyTransient.self, ints),
                    .writes(Scoped.self, ints),
                ]
            ),
        ]
    }
}

extension Contender {
    /// `count` tasks that ask for one absent value at the same time; the load ends when the last
    /// of them has been made.
    fileprivate static func waiting(_ count: Int, target: Target? = nil) -> Contender {
        Contender("\(count) tasks", target: target) {
            let store = TransientStore()
            return {
                let (begun, begin) = AsyncStream.makeStream(of: Void.self)
                let (ended, end) = AsyncStream.makeStream(of: Void.self)
                let figure = try await nanoseconds(per: count) {
                    // No group: removing one of its tasks takes longer the more there are.
                    let tasks = (0..<count).map { _ in
                        Task {
                            try await store.value(for: "a") {
                                begin.finish()
                                for await _ in ended {}
                                return try await store.increment("loads")
                            }
                        }
                    }
                    for await _ in begun {}
                    end.finish()
                    var results: Set<Int> = []
                    for task in tasks { results.insert(try await task.value) }
                    precondition(results.count == 1, "more than one load ran")
                }
                try await store.delete("a")
                return figure
            }
        }
    }
}
