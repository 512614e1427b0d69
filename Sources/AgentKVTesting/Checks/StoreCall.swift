import AgentKV

/// A call on one key, for promises that hold for every call alike.
struct StoreCall: Sendable {
    let name: String
    let run: @Sendable (any KeyValueStore, String) async throws -> Void

    private init<R>(
        _ name: String,
        _ run: @escaping @Sendable (any KeyValueStore, String) async throws -> R
    ) {
        self.name = name
        self.run = { store, key in _ = try await run(store, key) }
    }
}

extension StoreCall {
    /// Every call that takes a key and throws where it is no key.
    static let onKeys = reads + writes + inTransactions

    static let reads: [StoreCall] = [
        StoreCall("get") { try await $0.get($1) },
        StoreCall("get(as:)") { try await $0.get($1, as: Int.self) },
        StoreCall("get(default:)") { try await $0.get($1, default: 1) },
        StoreCall("entry") { try await $0.entry($1, as: Int.self) },
        StoreCall("mget") { try await $0.mget(["a", $1]) },
        StoreCall("mget(as:)") { try await $0.mget(["a", $1], as: Int.self) },
        StoreCall("getMany") { try await $0.getMany(["a", $1], as: Int.self) },
    ]

    static let writes: [StoreCall] = [
        StoreCall("set") { try await $0.set($1, to: 1) },
        StoreCall("set(ttl:)") { try await $0.set($1, to: 1, ttl: .seconds(5)) },
        StoreCall("setIfAbsent") { try await $0.setIfAbsent($1, to: 1) },
        StoreCall("compareAndSet, expecting absence") {
            try await $0.compareAndSet($1, to: 1, expecting: nil)
        },
        StoreCall("compareAndSet, expecting a revision") {
            try await $0.compareAndSet($1, to: 1, expecting: Revision(rawValue: 1))
        },
        StoreCall("mset of a dictionary") { try await $0.mset(["b": 1, $1: 2]) },
        StoreCall("mset of pairs") { try await $0.mset(["b": 1, $1: "x"] as KeyValuePairs) },
        StoreCall("delete") { try await $0.delete($1) },
        StoreCall("expire") { try await $0.expire($1, ttl: .seconds(5)) },
        StoreCall("persist") { try await $0.persist($1) },
        StoreCall("increment") { try await $0.increment($1) },
        StoreCall("update") { try await $0.update($1, as: Int.self) { $0 = 1 } },
        StoreCall("listAppend") { try await $0.listAppend($1, items: [1]) },
        StoreCall("listAppend of typed items") { try await $0.listAppend($1, items: [1] as [Int]) },
        StoreCall("listAppendUnique") { try await $0.listAppendUnique($1, items: [["id": 1]]) },
        StoreCall("listPopAll") { try await $0.listPopAll($1) },
        StoreCall("listPopAll(as:)") { try await $0.listPopAll($1, as: Int.self) },
    ]

    static let inTransactions: [StoreCall] = [
        inTransaction("get") { tx, key in _ = try tx.get(key) },
        inTransaction("entry") { tx, key in _ = try tx.entry(key, as: Int.self) },
        inTransaction("exists") { tx, key in _ = try tx.exists(key) },
        inTransaction("set") { tx, key in try tx.set(key, to: 1) },
        inTransaction("setIfAbsent") { tx, key in try tx.setIfAbsent(key, to: 1) },
        inTransaction("compareAndSet") { tx, key in
            try tx.compareAndSet(key, to: 1, expecting: nil)
        },
        inTransaction("delete") { tx, key in try tx.delete(key) },
        inTransaction("expire") { tx, key in try tx.expire(key, ttl: .seconds(5)) },
        inTransaction("persist") { tx, key in try tx.persist(key) },
        inTransaction("increment") { tx, key in try tx.increment(key) },
        inTransaction("update") { tx, key in try tx.update(key, as: Int.self) { $0 = 1 } },
        inTransaction("listAppend") { tx, key in try tx.listAppend(key, items: [1]) },
        inTransaction("listAppendUnique") { tx, key in
            try tx.listAppendUnique(key, items: [["id": 1]])
        },
        inTransaction("listPopAll") { tx, key in _ = try tx.listPopAll(key) },
    ]

    private static func inTransaction(
        _ name: String,
        _ body: @escaping @Sendable (inout StoreTransaction, String) throws -> Void
    ) -> StoreCall {
        StoreCall("\(name) in a transaction") { store, key in
            try await store.transaction { tx in try body(&tx, key) }
        }
    }
}
