import AgentKV

extension StoreCheck {
    /// What subscribers are told of messages, by stores that tell it: ``all`` does not ask for it, since
    /// `TransactionBackend` has defaults that tell of the lists alone.
    package static let messageEvents: [StoreCheck] = [
        StoreCheck("a change tells what has happened to a message") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            let changes = store.changes()
            try await inbox.send(1)
            try await inbox.send(contentsOf: 2...4)
            try await expect(inbox.receive(), is: 1)
            let lent = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await lent[0].release()
            try await lent[1].acknowledge()
            try await expect(inbox.drain(), is: [2, 4])
            try await expect(
                messageWords(changes, of: store),
                is: [
                    "set i [1] sent", "set i [1,2,3,4] sent", "set i [2,3,4] taken",
                    "set i [4] lent", "set i [2,4] returned", "set i [2,4] acknowledged",
                    "popped i taken",
                ]
            )
        },
        StoreCheck("what is not done by an inbox is told as nothing that happened to a message") {
            store,
            _ in
            let changes = store.changes()
            try await store.listAppend("i", items: [1])
            _ = try await store.listPopAll("i")
            try await store.set("i", to: [1])
            try await store.delete("i")
            try await expect(
                messageWords(changes, of: store),
                is: ["set i [1]", "popped i", "set i [1]", "deleted i"]
            )
        },
        StoreCheck("the last message is told as lent, returned after its lease, and acknowledged") {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self)
            let changes = store.changes()
            try await inbox.send(1)
            _ = try await inbox.reserve(lease: .seconds(5))
            try await time.pass(.seconds(6)) { try await inbox.count() == 1 }
            try await expect(inbox.count(), is: 1)
            let lent = try await inbox.reserve(lease: .seconds(5))[0]
            try await store.transaction { try lent.acknowledge(in: &$0) }
            try await expect(
                messageWords(changes, of: store),
                is: [
                    "set i [1] sent", "popped i lent", "set i [1] returned", "popped i lent",
                    "popped i acknowledged",
                ]
            )
        },
        StoreCheck("a dead letter is told where it goes") { store, _ in
            let inbox = store.inbox(
                "i",
                of: Int.self,
                options: InboxOptions(maximumAttempts: 1, deadLetters: "dead")
            )
            let changes = store.changes(prefix: "dead")
            try await inbox.send(1)
            try await inbox.reserve(lease: .seconds(5))[0].release()
            try await store.listAppend("i", items: ["two"])
            try await expect(inbox.receive(timeout: .zero), is: nil)
            try await expect(
                messageWords(changes, of: store),
                is: ["set dead [1] dead", "set dead [1,\"two\"] dead"]
            )
        },
        StoreCheck("an acknowledgement that is rolled back is not told") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            let lent = try await inbox.reserve(lease: .seconds(5))[0]
            let changes = store.changes()
            try? await store.transaction { tx in
                try lent.acknowledge(in: &tx)
                throw StoreError.closed
            }
            try await lent.acknowledge()
            try await expect(messageWords(changes, of: store), is: ["popped i acknowledged"])
        },
    ]
}

/// The changes in words, with what happened to a message: `set i [1] sent`.
private func messageWords(
    _ changes: StoreChanges,
    of store: any KeyValueStore
) async throws -> [String] {
    let told = try await ToldChanges.soFar(changes, of: store)
    return zip(try told.words, told.changes).map { words, change in
        guard let event = change.message else { return words }
        return "\(words) \(event)"
    }
}
