import AgentKV

extension StoreCheck {
    static let returns: [StoreCheck] = [
        StoreCheck("an unconfirmed message comes back ahead of newer ones") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...4)
            let first = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await inbox.send(5)
            time.pass(toEndOf: .seconds(5))
            try await expect(inbox.count(), is: 5)
            try await expect(inbox.peek(), is: 1)
            let second = try await inbox.reserve(max: 3, lease: .seconds(5))
            try expect(second.map(\.message), is: [1, 2, 3])
            try expect(second.map(\.attempt), is: [2, 2, 1])
            try expect(second.prefix(2).map(\.id), is: first.map(\.id))
            try await expect(store.get("i"), is: [4, 5])
        },
        StoreCheck("a message that is released waits again at once") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...3)
            let deliveries = try await inbox.reserve(max: 2, lease: .seconds(5))
            try await deliveries[1].release()
            try await expect(store.get("i"), is: [2, 3])
            try await deliveries[0].release()
            try await expect(store.get("i"), is: [1, 2, 3])
            try await expect(
                inbox.reserve(max: 3, lease: .seconds(5)).map(\.attempt),
                is: [2, 2, 1]
            )
        },
        StoreCheck("older messages come back ahead, whichever is released first") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...5)
            let deliveries = try await inbox.reserve(max: 4, lease: .seconds(5))
            for index in [0, 2, 1, 3] { try await deliveries[index].release() }
            try await expect(inbox.drain(), is: [1, 2, 3, 4, 5])
        },
        StoreCheck("a message that is released for later comes back then") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...2)
            let delivery = try await inbox.reserve(lease: .seconds(50)).first
            try await delivery?.release(after: .seconds(5))
            time.pass(toLastMomentOf: .seconds(5))
            try await expect(inbox.peek(), is: 2)
            time.passLastMoment()
            try await expect(inbox.reserve(lease: .seconds(5)).map(\.attempt), is: [2])
            try await expect(inbox.drain(), is: [2])
        },
        StoreCheck("a message that came back can be taken in any way") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...4)
            _ = try await inbox.reserve(max: 4, lease: .seconds(5))
            time.pass(.seconds(6))
            try await expect(inbox.receive(), is: 1)
            try await expect(inbox.reserve(lease: .seconds(5)).map(\.message), is: [2])
            try await expect(store.listPopAll("i"), is: [3, 4])
            time.pass(.seconds(6))
            try await expect(inbox.drain(), is: [2])
        },
        StoreCheck("attempts are forgotten with the message") { store, time in
            let inbox = store.inbox("i", of: String.self)
            try await inbox.send("a")
            _ = try await inbox.reserve(lease: .seconds(5))
            time.pass(.seconds(6))
            try await expect(inbox.count(), is: 1)
            _ = try await store.listPopAll("i")
            try await inbox.send("b")
            try await expect(inbox.reserve(lease: .seconds(5)).map(\.attempt), is: [1])
        },
        StoreCheck("lists that append leave messages their attempts") { store, _ in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...2))
            try await inbox.reserve(lease: .seconds(5)).first?.release()
            try await store.listAppendUnique("i", items: Job.numbered(1...3))
            let deliveries = try await inbox.reserve(max: 9, lease: .seconds(5))
            try expect(deliveries.map(\.message), is: Job.numbered(1...3))
            try expect(deliveries.map(\.attempt), is: [2, 1, 1])
        },
    ]
}
