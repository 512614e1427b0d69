import AgentKV

extension StoreCheck {
    /// What is known of a message is of that message alone.
    static let equalMessages: [StoreCheck] = equalLifetimes + equalAttempts + equalLoans

    private static let equalLifetimes: [StoreCheck] = removals.map { removal in
        StoreCheck("a message has a life of its own after an equal one \(removal.name)") {
            store,
            time in
            let inbox = store.inbox("i", of: Job.self)
            for (place, arrival) in arrivals.enumerated() {
                let sent = Array(repeating: Job(id: 1), count: 1 + place % 2)
                try await inbox.send(contentsOf: sent, ttl: .seconds(5))
                try await removal.call(store)
                try await arrival.call(store)
                time.pass(.seconds(6))
                try await expect(inbox.count(), is: 1, "the count of what \(arrival.name)")
                try await expect(inbox.peek(), is: Job(id: 1), arrival.name)
                try await expect(store.get("i", as: [Job].self), is: [Job(id: 1)], arrival.name)
                try await expect(inbox.drain(), is: [Job(id: 1)], arrival.name)
            }
        }
    }

    private static let equalAttempts: [StoreCheck] = removals.map { removal in
        StoreCheck("attempts are not those of an equal message that \(removal.name)") { store, _ in
            let inbox = store.inbox("i", of: Job.self, options: InboxOptions(maximumAttempts: 2))
            for (place, arrival) in arrivals.enumerated() {
                try await inbox.send(contentsOf: Array(repeating: Job(id: 1), count: 1 + place % 2))
                let before = try await inbox.reserve(max: 2, lease: .seconds(5))
                for delivery in before { try await delivery.release() }
                try await removal.call(store)
                try await arrival.call(store)
                let after = try await inbox.reserve(max: 2, lease: .seconds(5))
                try expect(after.map(\.attempt), is: [1], "the attempt of one that \(arrival.name)")
                let isNew = !before.contains { $0.id == after[0].id }
                try expect(isNew, "one that \(arrival.name) has an id of its own")
                try await after[0].acknowledge()
            }
        }
    }

    private static let equalLoans: [StoreCheck] = [
        StoreCheck("of equal messages that are lent each is acknowledged by itself") {
            store,
            time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: [Job(id: 1), Job(id: 1)])
            let first = try await inbox.reserve(lease: .seconds(5))[0]
            try await inbox.send(Job(id: 1))
            let second = try await inbox.reserve(lease: .seconds(50))[0]
            try expect(first.id != second.id, "each has an id of its own")
            try await second.acknowledge()
            time.pass(.seconds(6))
            try await expect(inbox.count(), is: 2)
            let again = try await inbox.reserve(max: 9, lease: .seconds(5))
            try expect(again.map(\.attempt), is: [2, 1])
            try expect(again.first?.id, is: first.id)
        },
        StoreCheck("a message that is sent while an equal one is lent is not lent") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(Job(id: 1), ttl: .seconds(5))
            _ = try await inbox.reserve(lease: .seconds(50))
            try await store.listAppend("i", items: [Job(id: 1)])
            time.pass(.seconds(6))
            try await expect(inbox.reserve(max: 9, lease: .seconds(5)).map(\.attempt), is: [1])
        },
        StoreCheck("equal messages come back each in its place") { store, time in
            let inbox = store.inbox("i", of: Job.self)
            try await inbox.send(contentsOf: Job.numbered([1, 2, 1, 2]))
            let lent = try await inbox.reserve(max: 3, lease: .seconds(50))
            try await lent[2].release()
            try await inbox.send(Job(id: 1), ttl: .seconds(5))
            try await lent[0].release()
            try await expect(store.get("i", as: [Job].self), is: Job.numbered([1, 1, 2, 1]))
            try await lent[1].acknowledge()
            time.pass(.seconds(6))
            let again = try await inbox.reserve(max: 9, lease: .seconds(5))
            try expect(again.map(\.message), is: Job.numbered([1, 1, 2]))
            try expect(again.map(\.attempt), is: [2, 2, 1])
            try expect(again.prefix(2).map(\.id), is: [lent[0].id, lent[2].id])
        },
    ]
}

private let removals = [
    NamedCall("was popped") { _ = try await $0.listPopAll("i") },
    NamedCall("was popped in its type") { _ = try await $0.listPopAll("i", as: Job.self) },
    NamedCall("was deleted") { try await $0.delete("i") },
    NamedCall("was deleted with its prefix") { try await $0.deleteAll(prefix: "i") },
    NamedCall("was replaced") {
        try await $0.set("i", to: [Job(id: 2)])
        try await $0.delete("i")
    },
    NamedCall("was changed to nothing") { try await $0.update("i", as: [Job].self) { $0 = nil } },
    NamedCall("was taken in a transaction") { store in
        _ = try await store.transaction { try $0.listPopAll("i") }
    },
    NamedCall("was received") { _ = try await $0.inbox("i", of: Job.self).drain() },
]

private let arrivals = [
    NamedCall("is appended") { try await $0.listAppend("i", items: [Job(id: 1)]) },
    NamedCall("is appended once") { try await $0.listAppendUnique("i", items: [Job(id: 1)]) },
    NamedCall("is sent") { try await $0.inbox("i", of: Job.self).send(Job(id: 1)) },
    NamedCall("is set") { try await $0.set("i", to: [Job(id: 1)]) },
    NamedCall("is written by an update") { store in
        try await store.update("i", as: [Job].self) { $0 = [Job(id: 1)] }
    },
]
