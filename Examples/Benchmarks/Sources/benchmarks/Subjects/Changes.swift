import AgentKV

extension Subject {
    /// Subscribers to the changes of a store: what they cost those that write, and how soon they know.
    static func changes(_ scale: Scale) -> [Subject] {
        let work = Workload.ints(.short(1024), steps: scale.steps)
        return [
            Subject(
                title: "changes: set of an Int with subscribers",
                note: "Subscribers read in tasks of their own, on the same processors.",
                contenders: [
                    .followedWrites("nobody subscribed", work, by: []),
                    .followedWrites("100 of other keys", work, by: others),
                    .followedWrites(
                        "100 of these keys that never read",
                        work,
                        by: all,
                        reads: false
                    ),
                    .followedWrites("1 of these keys", work, by: [""]),
                    .followedWrites("100 of these keys", work, by: all),
                ]
            ),
            Subject(
                title: "changes: from a write to the value in hand",
                note: "Two tasks that answer one another, half of a round.",
                contenders: [
                    .streamed(rounds: scale.steps / 10),
                    .subscribed(rounds: scale.steps / 10, target: .ratio(1)),
                ]
            ),
        ]
    }

    private static let others = (0..<100).map { "other \($0):" }
    private static let all = [String](repeating: "", count: 100)
}

extension Contender {
    /// Writes to a store with a subscriber for each of `prefixes`.
    fileprivate static func followedWrites(
        _ name: String,
        _ work: Workload<Int>,
        by prefixes: [String],
        reads: Bool = true
    ) -> Contender {
        Contender(name) {
            {
                let peer = try await Transient<Int>(filledFor: work)
                let subscriptions = prefixes.map { peer.store.changes(prefix: $0) }
                let followers = subscriptions.map { changes in
                    Task { if reads { for try await change in changes { blackHole(change) } } }
                }
                let figure = try await nanoseconds(per: work.steps.count) {
                    try await peer.writes(work)
                }
                for follower in followers { follower.cancel() }
                for follower in followers { _ = await follower.result }
                withExtendedLifetime(subscriptions) {}
                return figure
            }
        }
    }

    /// Two tasks that set a key for one another.
    fileprivate static func subscribed(rounds: Int, target: Target) -> Contender {
        Contender("TransientStore and its changes", target: target) {
            {
                let store = TransientStore()
                let (questions, answers) = (store.changes(prefix: "q"), store.changes(prefix: "a"))
                let other = Task {
                    for try await change in questions {
                        guard let number = try change.value(as: Int.self) else { continue }
                        try await store.set("answer", to: number)
                    }
                }
                var iterator = answers.makeAsyncIterator()
                let figure = try await nanoseconds(per: rounds * 2) {
                    for number in 0..<rounds {
                        try await store.set("question", to: number)
                        let answer = try await iterator.next()?.value(as: Int.self)
                        precondition(answer == number)
                    }
                }
                other.cancel()
                _ = await other.result
                return figure
            }
        }
    }

    /// The same with a stream for each direction, fed through an actor.
    fileprivate static func streamed(rounds: Int) -> Contender {
        Contender("AsyncStream fed through an actor") {
            {
                let (questions, asking) = AsyncStream<Int>.makeStream()
                let (answers, answering) = AsyncStream<Int>.makeStream()
                let (asker, answerer) = (StreamFeeder(asking), StreamFeeder(answering))
                let other = Task {
                    for await number in questions { await answerer.send(number) }
                }
                var iterator = answers.makeAsyncIterator()
                let figure = await nanoseconds(per: rounds * 2) {
                    for number in 0..<rounds {
                        await asker.send(number)
                        let answer = await iterator.next(isolation: nil)
                        precondition(answer == number)
                    }
                }
                asking.finish()
                await other.value
                return figure
            }
        }
    }
}

/// What several senders share to feed a stream.
private actor StreamFeeder {
    private let continuation: AsyncStream<Int>.Continuation

    init(_ continuation: AsyncStream<Int>.Continuation) {
        self.continuation = continuation
    }

    func send(_ number: Int) {
        continuation.yield(number)
    }
}
