import AgentKV

/// A store and its model on their way through a simulation.
struct SimulationRun {
    let store: any KeyValueStore
    let time: TrialTime
    /// Whether the keys are listed after each step: that may free what has expired, which half of
    /// the simulations leave to the steps.
    let listsEachStep: Bool
    var log: [SimulatedStep] = []
    private var model: ModelStore
    /// The revisions of the writes whose outcome has been seen.
    private var revisions: [Int: Revision] = [:]
    private var latest: Revision?

    init(store: any KeyValueStore, time: TrialTime, listsEachStep: Bool) {
        self.store = store
        self.time = time
        self.listsEachStep = listsEachStep
        model = ModelStore(resolution: time.subject.resolution, limits: store.limits)
    }

    /// Takes a step, and compares the result and all that can be seen.
    mutating func take(_ step: SimulatedStep) async throws {
        let found = try await step.perform(on: store, time)
        let expected = model.perform(step)
        if case .purge(let limit) = step, expected == .done {
            guard case .returned(let counts) = found, case .integer(let freed)?? = counts.first,
                model.purge(limit: limit, freed: Int(freed))
            else { throw Difference("a purge of at most \(limit) came to \(found)") }
        } else if found != expected {
            throw Difference("expected \(expected)\nfound    \(found)")
        }
        try await compareState()
    }

    private mutating func compareState() async throws {
        let lists = listsEachStep
        let found = try await store.transaction { tx in
            let keys = lists ? try tx.keys(limit: .max) : SimulatedChoices.sortedKeys
            var lines: [StoreState.Line] = []
            for key in keys {
                guard let entry = try tx.entry(key, as: JSONValue.self) else { continue }
                lines.append(StoreState.Line(key: key, entry: entry))
            }
            return lines
        }
        let expected = model.live
        guard found.count == expected.count else {
            throw Difference(
                "expected the keys \(expected.map(\.key))\nfound the keys    \(found.map(\.key))"
            )
        }
        for (line, item) in zip(found, expected) { try compare(line, item) }
        try compareRevisions(zip(found, expected).map { ($1.write, $0.entry.revision) })
        if lists, case let count = try await store.count(), count != expected.count {
            throw Difference("expected the count \(expected.count), found \(count)")
        }
    }

    private func compare(_ line: StoreState.Line, _ item: ModelStore.Item) throws {
        guard line.key.isSameKey(as: item.key) else {
            throw Difference("expected the key \(item.key), found \(line.key)")
        }
        guard line.entry.value == item.value else {
            throw Difference("at \(item.key): expected \(item.value), found \(line.entry.value)")
        }
        let remaining = item.deadline.map { $0 - model.now }
        guard line.entry.remainingLifetime == remaining else {
            let (expected, found) = (remaining as Any, line.entry.remainingLifetime as Any)
            throw Difference("at \(item.key): expected the lifetime \(expected), found \(found)")
        }
    }

    /// A write keeps its revision, and a later one has a greater one.
    private mutating func compareRevisions(_ found: [(write: Int, revision: Revision)]) throws {
        var highest = latest
        for (write, revision) in found.sorted(by: { $0.write < $1.write }) {
            if let known = revisions[write] {
                guard known == revision else {
                    throw Difference("the revision \(known) became \(revision) without a write")
                }
            } else {
                if let highest, revision <= highest {
                    throw Difference("the revision \(revision) is not after \(highest)")
                }
                revisions[write] = revision
                highest = revision
            }
        }
        latest = highest
    }
}

/// Where store and model differ.
struct Difference: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
