import AgentKV

/// What can be seen of the store, compared with the model.
extension InboxRun {
    /// Compares all there is; where the store does by itself what is due, once it has.
    mutating func compare() async throws {
        let choices = SplitMix64(seed: random.next())
        try await askInboxes()
        for _ in 0..<(subject.sweeps ? 20_000 : 0) {
            if (try? await compare(choices)) != nil { return }
            await Task.yield()
        }
        try await compare(choices)
    }

    /// Asks each of the inboxes for something, unless plain calls may come before that.
    func askInboxes() async throws {
        if parts.contains(.plainCallsFirst) { return }
        for key in ModelInboxes.inboxes {
            let inbox = inbox(key)
            _ = try await (inbox.count(), inbox.deadLetters.count())
        }
    }

    private mutating func compare(_ choices: SplitMix64) async throws {
        var choices = choices
        let keys = ModelInboxes.keys.shuffled(using: &choices)
        switch Int.random(in: 0..<4, using: &choices) {
        case 0: try await expect(store.keys(), areKeys: model.liveKeys)
        case 1: try await expect(store.count(), is: model.liveKeys.count, "the count of keys")
        default: break
        }
        let store = store
        let entries =
            choices.oneIn(2)
            ? try await store.transaction { tx in
                try keys.map { try tx.entry($0, as: [SimulatedMessage].self) }
            } : try await store.lists(keys)
        for (key, entry) in zip(keys, entries) { try compare(key, entry) }
    }

    private mutating func compare(_ key: String, _ entry: Entry<[SimulatedMessage]>?) throws {
        try expect(entry?.value.map(\.id), is: model[key].contents, "what waits at \(key)")
        let end = entry?.remainingLifetime.map { model.now + $0 }
        if model[key].openEnds.isEmpty {
            try expect(end, is: model[key].end, "the end of \(key), at \(model.now)")
        } else {
            let isPossible = model[key].openEnds.contains(end)
            try expect(
                isPossible,
                "\(key) ends at one of \(model[key].openEnds), not \(end as Any)"
            )
            model[key].end = end
            model[key].openEnds = []
        }
    }
}

extension KeyValueStore {
    fileprivate func lists(_ keys: [String]) async throws -> [Entry<[SimulatedMessage]>?] {
        var entries: [Entry<[SimulatedMessage]>?] = []
        for key in keys { entries.append(try await entry(key, as: [SimulatedMessage].self)) }
        return entries
    }
}
