import AgentKV

extension PersistenceCheck {
    /// What a store on the adapter knows of messages, after it has been closed and opened again.
    static let inboxes: [PersistenceCheck] = [
        PersistenceCheck("messages are known after a restart as they were before") { trial in
            let options = InboxOptions(deduplicationWindow: .seconds(50), maximumAttempts: 3)
            var store = try await trial.open()
            var inbox: Inbox<Int> { store.inbox("i", of: Int.self, options: options) }
            try await inbox.send(contentsOf: [1, 1, 1, 1])
            try await inbox.send(1, ttl: .seconds(12))
            try await inbox.send(2, id: "a")
            let lent = try await inbox.reserve(max: 3, lease: .seconds(9))
            try await lent[1].release()
            try await lent[2].release(after: .seconds(10))
            trial.clock.advance(by: .seconds(5))
            store = try await trial.restart(store)
            try await expect(store.get("i"), is: [1, 1, 1, 2])
            try await expect(store.keys(), areKeys: ["i"])
            try await expect(inbox.send(2, id: "a"), is: .duplicate)
            trial.clock.advance(by: .seconds(5))
            store = try await trial.restart(store)
            try await expect(store.get("i"), is: [1, 1, 1, 1, 1, 2])
            let again = try await inbox.reserve(max: 9, lease: .seconds(1))
            try expect(again.map(\.attempt), is: [2, 2, 2, 1, 1, 1])
            try expect(again.prefix(3).map(\.id), is: lent.map(\.id))
            trial.clock.advance(by: .seconds(2))
            store = try await trial.restart(store)
            let last = try await inbox.reserve(max: 9, lease: .seconds(1))
            try expect(last.map(\.attempt), is: [3, 3, 3, 2, 2])
            trial.clock.advance(by: .seconds(1))
            store = try await trial.restart(store)
            try await expect(store.get("i:dead-letters"), is: [1, 1, 1])
            try await expect(store.get("i"), is: [1, 2])
            try await store.close()
        },
        PersistenceCheck("a message is not taken for an equal one after a restart") { trial in
            var store = try await trial.open()
            var inbox: Inbox<Int> { store.inbox("i", of: Int.self) }
            try await inbox.send(1, ttl: .seconds(5))
            try await inbox.reserve(lease: .seconds(5))[0].release()
            store = try await trial.restart(store)
            _ = try await store.listPopAll("i")
            try await store.listAppend("i", items: [1])
            store = try await trial.restart(store)
            trial.clock.advance(by: .seconds(6))
            try await expect(inbox.reserve(lease: .seconds(5)).map(\.attempt), is: [1])
            try await store.close()
        },
        PersistenceCheck("what is lent has the end of its list after a restart") { trial in
            var store = try await trial.open()
            var inbox: Inbox<Int> { store.inbox("i", of: Int.self) }
            try await store.listAppend("i", items: [1, 2], ttl: .seconds(20))
            _ = try await inbox.reserve(max: 2, lease: .seconds(5))
            store = try await trial.restart(store)
            trial.clock.advance(by: .seconds(6))
            let list = try await store.entry("i", as: [Int].self)
            try expect(list?.value, is: [1, 2])
            try expect(list?.remainingLifetime, is: .seconds(14))
            _ = try await inbox.reserve(max: 2, lease: .seconds(60))
            store = try await trial.restart(store)
            trial.clock.advance(by: .seconds(14))
            store = try await trial.restart(store)
            trial.clock.advance(by: .seconds(60))
            try await expect(inbox.drain(), is: [])
            try await store.close()
        },
        PersistenceCheck("what was lent and taken away does not come back after a restart") {
            trial in
            var store = try await trial.open()
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: [1, 2, 3])
            _ = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await store.delete("i")
            store = try await trial.restart(store)
            trial.clock.advance(by: .seconds(6))
            try await expect(store.get("i"), is: nil)
            try await store.close()
        },
    ]
}

extension AdapterTrial {
    /// A store on the adapter, in the time of the trial.
    fileprivate func open() async throws -> TransientStore {
        try await TransientStore(
            clock: clock,
            sweeps: false,
            persistence: adapter,
            wallClock: clock.wallClock
        )
    }

    /// Closes a store, and opens another one that finds what it has left.
    fileprivate func restart(_ store: TransientStore) async throws -> TransientStore {
        try await store.close()
        try await reopen()
        return try await open()
    }
}
