import AgentKV

extension StoreCheck {
    static let reservations: [StoreCheck] = [
        StoreCheck("a message that is acknowledged is gone") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...3))
            let deliveries = try await inbox.reserve(max: 2, lease: .seconds(5))
            try expect(deliveries.map(\.message), is: Job.numbered(1...2))
            try expect(deliveries.map(\.attempt), is: [1, 1])
            try expect(Set(deliveries.map(\.id)).count, is: 2)
            try await expect(inbox.count(), is: 1)
            for delivery in deliveries { try await delivery.acknowledge() }
            time.pass(.seconds(50))
            try await expect(inbox.drain(), is: [Job(id: 3)])
        },
        StoreCheck("nobody gets a message that is lent") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered(1...2))
            _ = try await inbox.reserve(lease: .seconds(5))
            time.pass(toLastMomentOf: .seconds(5))
            try await expect(inbox.peek(), is: Job(id: 2))
            try await expect(inbox.drain(), is: [Job(id: 2)])
            try await expect(inbox.receive(timeout: .zero), is: nil)
            try await expect(inbox.reserve(lease: .seconds(5)).count, is: 0)
            try await expect(store.exists("i"), is: false)
        },
        StoreCheck("reserve returns at most as many as it is asked for") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...5)
            try await expect(inbox.reserve(max: 0, lease: .seconds(5)).count, is: 0)
            try await expect(inbox.reserve(max: 2, lease: .seconds(5)).map(\.message), is: [1, 2])
            try await expect(
                inbox.reserve(max: .max, lease: .seconds(5)).map(\.message),
                is: [3, 4, 5]
            )
        },
        StoreCheck("a lease can be extended") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            let delivery = try await inbox.reserve(lease: .seconds(5)).first
            for _ in 0..<3 {
                time.pass(.seconds(4))
                try await delivery?.extend(lease: .seconds(5))
            }
            try await expect(inbox.count(), is: 0)
            time.pass(toLastMomentOf: .seconds(5))
            try await expect(inbox.count(), is: 0)
            time.passLastMoment()
            try await expect(inbox.count(), is: 1)
        },
        StoreCheck("a lease can be cut short") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            try await inbox.reserve(lease: .seconds(50)).first?.extend(lease: .seconds(5))
            time.pass(toEndOf: .seconds(5))
            try await expect(inbox.drain(), is: [1])
        },
        StoreCheck("a lease too long to represent does not end") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: [1, 2])
            let delivery = try await inbox.reserve(lease: .seconds(Int64.max)).first
            _ = try await inbox.reserve(lease: .seconds(5))
            time.pass(.seconds(86_400))
            try await expect(inbox.drain(), is: [2])
            try await delivery?.acknowledge()
        },
        StoreCheck("leases of the same inbox end each at its own time") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...9)
            for number in 1...9 {
                _ = try await inbox.reserve(lease: .seconds(10 - number))
            }
            for second in 1...9 {
                time.pass(toEndOf: .seconds(1))
                try await expect(inbox.count(), is: second)
                try await expect(inbox.peek(), is: 10 - second)
            }
            try await expect(inbox.drain(), is: Array(1...9))
        },
    ]
}
