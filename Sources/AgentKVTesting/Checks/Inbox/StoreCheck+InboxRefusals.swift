import AgentKV

extension StoreCheck {
    static let inboxRefusals: [StoreCheck] = [
        StoreCheck("a lease has to be positive, and no time negative") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            try await inbox.send(1)
            for lease in [Duration.zero, .seconds(-1)] {
                try await expect(store, refuses: .invalidDuration, of: "i") {
                    try await inbox.reserve(lease: lease)
                }
                try await expect(store, refuses: .invalidDuration, of: "i") {
                    for try await _ in inbox.deliveries(lease: lease) {}
                }
            }
            try await expect(store, refuses: .invalidDuration, of: "i") {
                try await inbox.receive(timeout: .nanoseconds(-1))
            }
            try await expect(store, refuses: .invalidDuration, of: "i") {
                try await inbox.reserve(lease: .seconds(1), timeout: .seconds(-1))
            }
            try await expect(store, refuses: .invalidLimit(-1), of: nil) {
                try await inbox.reserve(max: -1, lease: .seconds(1))
            }
            let delivery = try await inbox.reserve(lease: .seconds(1))[0]
            try await expect(store, refuses: .invalidDuration, of: "i") {
                try await delivery.release(after: .seconds(-1))
            }
            try await expect(store, refuses: .invalidDuration, of: "i") {
                try await delivery.extend(lease: .zero)
            }
            try await delivery.acknowledge()
        },
        StoreCheck("a lifetime of a message has to be positive, and a window too") { store, _ in
            for ttl in [Duration.zero, .seconds(-1)] {
                try await expect(store, refuses: .invalidTTL, of: "i") {
                    try await store.inbox("i", of: Int.self).send(1, ttl: ttl)
                }
                let options = InboxOptions(ttl: ttl, deduplicationWindow: ttl)
                let inbox = store.inbox("i", of: Int.self, options: options)
                try await expect(store, refuses: .invalidTTL, of: "i") { try await inbox.send(1) }
                try await expect(store, refuses: .invalidDuration, of: "i") {
                    try await inbox.send(1, id: 1, ttl: .seconds(1))
                }
            }
        },
        StoreCheck("at least one attempt has to be allowed") { store, _ in
            let options = InboxOptions(maximumAttempts: 0)
            let inbox = store.inbox("i", of: Int.self, options: options)
            try await inbox.send(1)
            try await expect(store, refuses: .invalidLimit(0), of: nil) {
                try await inbox.reserve(lease: .seconds(1))
            }
        },
        StoreCheck("who holds a message no longer cannot acknowledge or release it") {
            store,
            time in
            let inbox = store.inbox("i", of: Int.self)
            func expectRefusals(_ delivery: Delivery<Int>) async throws {
                try await expect(store, refuses: .notReserved, of: "i") {
                    try await delivery.acknowledge()
                }
                try await expect(store, refuses: .notReserved, of: "i") {
                    try await delivery.release()
                }
                try await expect(store, refuses: .notReserved, of: "i") {
                    try await delivery.release(after: .seconds(1))
                }
                try await expect(store, refuses: .notReserved, of: "i") {
                    try await delivery.extend(lease: .seconds(1))
                }
            }
            try await inbox.send(contentsOf: 1...4)
            let deliveries = try await inbox.reserve(max: 4, lease: .seconds(50))
            try await deliveries[0].acknowledge()
            try await expectRefusals(deliveries[0])
            try await deliveries[1].release()
            try await expectRefusals(deliveries[1])
            try await deliveries[2].release(after: .seconds(5))
            try await expectRefusals(deliveries[2])
            try await deliveries[3].extend(lease: .seconds(5))
            time.pass(toEndOf: .seconds(5))
            try await expectRefusals(deliveries[3])
            // Also when the message is lent to somebody else by now.
            let again = try await inbox.reserve(max: 4, lease: .seconds(5))
            try expect(again.map(\.message), is: [2, 3, 4])
            for delivery in deliveries { try await expectRefusals(delivery) }
            for delivery in again { try await delivery.acknowledge() }
            try await expect(inbox.count(), is: 0)
        },
        StoreCheck("a value that is no list is no inbox, and stays") { store, _ in
            let inbox = store.inbox("i", of: Int.self)
            for value in [1, "x", ["a": 1], nil] as [JSONValue] {
                try await store.set("i", to: value)
                let calls: [@Sendable () async throws -> Void] = [
                    { try await inbox.send(1) },
                    { try await inbox.send(1, id: 1) },
                    { try await inbox.send(contentsOf: [1, 2], ttl: .seconds(1)) },
                    { _ = try await inbox.receive() },
                    { _ = try await inbox.receive(timeout: .zero) },
                    { _ = try await inbox.drain() },
                    { _ = try await inbox.peek() },
                    { _ = try await inbox.count() },
                    { _ = try await inbox.reserve(lease: .seconds(1)) },
                ]
                for call in calls {
                    try await expect(store, refuses: .notAList, of: "i", call)
                }
            }
        },
        StoreCheck("an inbox needs a key that is one") { store, _ in
            for key in ["", "a\u{0}b", "a\u{0}agentkv-note\u{0}state"] {
                let inbox = store.inbox(key, of: Int.self)
                let calls: [@Sendable () async throws -> Void] = [
                    { try await inbox.send(1) },
                    { _ = try await inbox.receive() },
                    { _ = try await inbox.drain() },
                    { _ = try await inbox.count() },
                    { _ = try await inbox.reserve(lease: .seconds(1)) },
                ]
                for call in calls {
                    try await expect(store, refuses: .invalidKey, of: key, call)
                }
            }
        },
        StoreCheck("where dead letters have no key, nothing is lent that may become one") {
            store,
            _ in
            let long = String(repeating: "k", count: store.limits.keyBytes - 5)
            for (key, letters) in [("i", ""), ("i", "a\u{0}b"), (long, nil)] as [(String, String?)]
            {
                let options = InboxOptions(maximumAttempts: 1, deadLetters: letters)
                let inbox = store.inbox(key, of: Int.self, options: options)
                try await inbox.send(contentsOf: 1...2)
                let named = letters ?? long + ":dead-letters"
                try await expect(store, refuses: .invalidKey, of: named) {
                    try await inbox.reserve(lease: .seconds(1))
                }
                try await expect(store, refuses: .invalidKey, of: named) {
                    for try await _ in inbox.deliveries(lease: .seconds(1)) {}
                }
                try await expect(inbox.receive(), is: 1)
                // Lent for ever there can be no dead letters.
                let forever = store.inbox(key, of: Int.self)
                try await forever.reserve(lease: .seconds(1)).first?.acknowledge()
            }
        },
        StoreCheck("a number that is not finite is not sent") { store, _ in
            let inbox = store.inbox("i", of: Double.self)
            try await inbox.send(1.5)
            try await expect(store, refuses: .invalidValue, of: "i") {
                try await inbox.send(.nan)
            }
            try await expect(store, refuses: .invalidValue, of: "i") {
                try await inbox.send(contentsOf: [2, .infinity])
            }
            try await expect(store, refuses: .invalidValue, of: "i") {
                try await inbox.send(2, id: Double.nan)
            }
            try await expect(inbox.drain(), is: [1.5])
        },
    ]
}
