import AgentKV

extension StoreCheck {
    /// What a delivery says of itself, and an inbox of what waits in it.
    static let holding: [StoreCheck] = [
        StoreCheck("a delivery is held until its lease ends, extensions included") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            let first = try await inbox.reserve(lease: .seconds(5))[0]
            try await expect(first.isHeld(), is: true)
            time.pass(.seconds(4))
            try await first.extend(lease: .seconds(5))
            time.pass(toLastMomentOf: .seconds(5))
            try await expect(first.isHeld(), is: true)
            time.passLastMoment()
            try await expect(first.isHeld(), is: false)
            let second = try await inbox.reserve(lease: .seconds(5))[0]
            try await expect(second.isHeld(), is: true)
            try await expect(first.isHeld(), is: false)
        },
        StoreCheck("a delivery is not held once it has been dealt with") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            let ends: [@Sendable (Delivery<Int>) async throws -> Void] = [
                { try await $0.acknowledge() },
                { try await $0.release() },
                { try await $0.release(after: .seconds(2)) },
                { _ in try await store.delete("i") },
                { _ in try await store.set("i", to: [2]) },
            ]
            for end in ends {
                try await store.delete("i")
                try await inbox.send(1)
                let lent = try await inbox.reserve(lease: .seconds(5))[0]
                try await end(lent)
                try await expect(lent.isHeld(), is: false)
            }
            try await store.delete("i")
            try await inbox.send(1, ttl: .seconds(3))
            let lent = try await inbox.reserve(lease: .seconds(5))[0]
            time.pass(toEndOf: .seconds(3))
            try await expect(lent.isHeld(), is: false)
        },
        StoreCheck("a delivery knows how long its lease lasts") { store, time in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(contentsOf: 1...2)
            let lent = try await inbox.reserve(max: 2, lease: .seconds(5))
            try expect(lent.map(\.remainingLease), is: [.seconds(5), .seconds(5)])
            time.pass(.seconds(2))
            try await lent[0].extend(lease: .seconds(10))
            try expect(lent.map(\.remainingLease), is: [.seconds(10), .seconds(3)])
            time.pass(.seconds(4))
            try expect(lent.map(\.remainingLease), is: [.seconds(6), .zero])
        },
        StoreCheck("peekJSON shows what waits, also what cannot be read, and leaves it") {
            store,
            _ in
            let inbox = store.inbox("i", of: Int.self)
            try await expect(inbox.peekJSON(), is: [])
            try await store.listAppend("i", items: ["one", 2, ["three": 3]] as [JSONValue])
            for _ in 1...2 {
                try await expect(inbox.peekJSON(), is: ["one"])
                try await expect(inbox.peekJSON(limit: 0), is: [])
                try await expect(inbox.peekJSON(limit: 2), is: ["one", 2])
                try await expect(inbox.peekJSON(limit: .max), is: ["one", 2, ["three": 3]])
            }
            try await expect(inbox.peek(), is: 2)
            try await expect(store, refuses: .invalidLimit(-1), of: nil) {
                try await inbox.peekJSON(limit: -1)
            }
            _ = try await inbox.reserve(lease: .seconds(5))
            try await expect(inbox.peekJSON(limit: 9), is: ["one", ["three": 3]])
        },
    ]

    /// Why a message is a dead letter.
    static let deathReasons: [StoreCheck] = [
        StoreCheck("a dead letter says how often it was lent") { store, time in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 2))
            try await inbox.send(contentsOf: 1...2)
            for _ in 1...2 {
                let lent = try await inbox.reserve(max: 2, lease: .seconds(5))
                try expect(lent.map(\.reason), is: [nil, nil])
                try await lent[0].release()
                time.pass(.seconds(6))
            }
            let dead = try await inbox.deadLetters.reserve(max: 9, lease: .seconds(5))
            try expect(dead.map(\.message), is: [1, 2])
            for letter in dead {
                let reason = letter.reason ?? "none"
                try expect(reason.contains("lent 2 times"), "the reason tells that, not: \(reason)")
            }
        },
        StoreCheck("a dead letter that could not be read says why, each time it is lent") {
            store,
            _ in
            let inbox = store.inbox("i", of: Int.self, options: InboxOptions(deadLetters: "dead"))
            let letters = store.inbox("dead", of: JSONValue.self)
            try await store.listAppend("i", items: ["one", 2] as [JSONValue])
            try await expect(inbox.receive(), is: 2)
            let first = try await letters.reserve(lease: .seconds(5))[0]
            try expect(first.message, is: "one")
            try expect(first.reason?.isEmpty, is: false)
            try await first.release()
            let second = try await letters.reserve(lease: .seconds(5))[0]
            try expect(second.reason, is: first.reason)
        },
        StoreCheck("a message that could not be read has a reason once it is dead, not before") {
            store,
            _ in
            let inbox = store.inbox(
                "i",
                of: Int.self,
                options: InboxOptions(maximumAttempts: 3, deadLetters: "dead")
            )
            let raw = store.inbox("i", of: JSONValue.self)
            try await store.listAppend("i", items: ["one"])
            try await expect(inbox.reserve(lease: .seconds(5)).count, is: 0)
            let waiting = try await raw.reserve(lease: .seconds(5))[0]
            try expect(waiting.message, is: "one")
            try expect(waiting.reason, is: nil)
            try await waiting.release()
            try await expect(inbox.reserve(lease: .seconds(5)).count, is: 0)
            let dead = try await store.inbox("dead", of: JSONValue.self)
                .reserve(lease: .seconds(5))[0]
            try expect(dead.reason?.isEmpty, is: false)
            try expect(dead.reason?.contains("lent") == true, is: false)
        },
    ]
}
