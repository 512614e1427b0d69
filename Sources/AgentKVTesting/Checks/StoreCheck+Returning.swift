import AgentKV

private struct Holder: Codable, Sendable, Equatable {
    var json: JSONValue?
    var other: Int?
}

extension StoreCheck {
    static let returning: [StoreCheck] = [
        StoreCheck("what comes back is equal to what was set, of whatever type") { store, _ in
            for value in ReturningValue.all {
                try await value.set(store, "a")
                try await value.isReturned(store, "a")
            }
        },
        StoreCheck("what comes back from a list or an inbox is equal to what was put in") {
            store,
            _ in
            for value in ReturningValue.all { try await value.isReturnedByLists(store) }
        },
        StoreCheck("a null inside a value is told from what is absent") { store, _ in
            for holder in [Holder(json: nil), Holder(json: .null), Holder(json: [nil])] {
                try await store.set("a", to: holder)
                try await expect(store.get("a", as: Holder.self), is: holder)
                try await store.set("a", to: store.get("a") ?? .null)
                try await expect(store.get("a", as: Holder.self), is: holder)
            }
        },
    ]
}

extension PersistenceCheck {
    static let returning: [PersistenceCheck] = [
        PersistenceCheck("a value comes back equal after a restart, of whatever type") { trial in
            let values = ReturningValue.all
            let store = try await trial.store()
            for (number, value) in values.enumerated() { try await value.set(store, "\(number)") }
            try await store.close()
            let again = try await trial.reopenedStore()
            for (number, value) in values.enumerated() {
                try await value.isReturned(again, "\(number)")
            }
            try await again.close()
        }
    ]
}

extension AdapterTrial {
    /// A store in memory over the adapter.
    fileprivate func store() async throws -> TransientStore {
        try await TransientStore(
            clock: clock,
            sweeps: false,
            persistence: adapter,
            wallClock: clock.wallClock
        )
    }

    /// A store over the adapter as it is after a restart.
    fileprivate func reopenedStore() async throws -> TransientStore {
        _ = try await reload()
        return try await store()
    }
}
