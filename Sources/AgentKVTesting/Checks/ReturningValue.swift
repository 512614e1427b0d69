import AgentKV

/// A value of some type, and how to see whether it comes back equal.
struct ReturningValue: Sendable {
    /// The type and what the value is.
    let name: String
    /// Sets a key to the value.
    let set: @Sendable (any KeyValueStore, _ key: String) async throws -> Void
    /// Expects that a key holds the value, in its type.
    let isReturned: @Sendable (any KeyValueStore, _ key: String) async throws -> Void
    /// Expects that the value is the same for each way on which it reaches a store.
    let isReturnedByLists: @Sendable (any KeyValueStore) async throws -> Void

    init<V: Codable & Sendable & Equatable>(_ value: V) {
        let name = "\(V.self) \(String(describing: value).prefix(60))"
        self.name = name
        set = { store, key in try await store.set(key, to: Wrapped(value)) }
        isReturned = { store, key in
            let found = try await store.get(key, as: Wrapped<V>.self)
            try expect(found, is: Wrapped(value), name)
            // Also where it has been in JSON, which a store in memory comes to only now.
            let json = try await store.get(key) ?? .null
            let text = try json.text()
            try await store.set(key, to: JSONValue(parsing: text))
            try await expect(
                store.get(key, as: Wrapped<V>.self),
                is: Wrapped(value),
                "\(name), from \(text)"
            )
            try await store.update(key, as: Wrapped<V>.self) { held in
                try expect(held, is: Wrapped(value), "\(name), in an update")
                held = held.map { Wrapped($0.value) }
            }
            try await expect(
                store.get(key, as: Wrapped<V>.self),
                is: Wrapped(value),
                "\(name), updated"
            )
        }
        isReturnedByLists = { store in
            try await store.listAppend("list", items: [Wrapped(value)])
            try await expect(
                store.listPopAll("list", as: Wrapped<V>.self),
                is: [Wrapped(value)],
                name
            )
            let inbox = store.inbox("inbox", of: Wrapped<V>.self)
            try await inbox.send(contentsOf: [Wrapped(value), Wrapped(value)])
            // Who reads the messages as JSON changes nothing about them.
            _ = try await store.get("inbox")
            let lent = try await inbox.reserve(max: 1, lease: .seconds(60))
            try expect(lent.map(\.message), is: [Wrapped(value)], name)
            for delivery in lent { try await delivery.acknowledge() }
            try await expect(inbox.drain(), is: [Wrapped(value)], name)
        }
    }
}

/// A value at each place where one can be: a member, an element, an optional, a part of both.
private struct Wrapped<V: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
    var value: V
    var list: [V]
    var maybe: V?
    var named: [String: [V]]
    var cases: [Case]

    enum Case: Codable, Sendable, Equatable {
        case one(V)
        case none
    }

    init(_ value: V) {
        self.value = value
        list = [value, value]
        maybe = value
        named = ["a b": [value], "": []]
        cases = [.one(value), .none]
    }
}
