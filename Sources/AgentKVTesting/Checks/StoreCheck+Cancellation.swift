import AgentKV

extension StoreCheck {
    /// One check for each call: cancelled, it does nothing or what it always does.
    static let cancellation: [StoreCheck] = calls.map { name, call in
        StoreCheck(
            "in a cancelled task \(name) throws CancellationError or has its outcome"
        ) { store, time in
            try await prepare(store, time)
            let before = try await store.values()
            let outcome = await Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await Result { try await call(store) }
            }.value
            let after = try await store.values()
            switch outcome {
            case .success:
                // As the call leaves a store when nobody cancels it.
                try await store.deleteAll(prefix: "")
                try await prepare(store, time)
                try await call(store)
                try await expect(store.values(), is: after, "the store after the call")
            case .failure(let error):
                try expect(error is CancellationError, "\(error) is a CancellationError")
                try expect(after, is: before, "the store after the cancellation")
            }
        }
    }

    private static func prepare(_ store: any KeyValueStore, _ time: TrialTime) async throws {
        try await store.set("a", to: 1)
        try await store.set("b", to: 2)
        try await store.listAppend("l", items: [1, 2])
    }

    private static let calls: [(String, @Sendable (any KeyValueStore) async throws -> Void)] = [
        ("get", { try await expect($0.get("a"), is: 1) }),
        ("mget", { try await expect($0.mget(["a", "b"]), is: [1, 2]) }),
        ("set", { try await $0.set("a", to: 5, ttl: .seconds(5)) }),
        ("setIfAbsent", { try await expect($0.setIfAbsent("c", to: 5), is: true) }),
        ("mset", { try await $0.mset(["a": 5, "c": 6]) }),
        ("delete", { try await expect($0.delete("a"), is: true) }),
        ("deleteAll", { try await expect($0.deleteAll(prefix: "a"), is: 1) }),
        ("expire", { try await expect($0.expire("a", ttl: .seconds(5)), is: true) }),
        ("increment", { try await expect($0.increment("a"), is: 2) }),
        ("update", { try await $0.update("a", as: Int.self) { $0 = 7 } }),
        ("listAppend", { try await expect($0.listAppend("l", items: [3]), is: 3) }),
        ("listPopAll", { try await expect($0.listPopAll("l"), is: [1, 2]) }),
        ("keys", { try await expect($0.keys(), areKeys: ["a", "b", "l"]) }),
        ("count", { try await expect($0.count(), is: 3) }),
        ("purgeExpired", { try await expect($0.purgeExpired(), is: 0) }),
        (
            "transaction",
            { store in
                try await store.transaction { tx in
                    try tx.set("a", to: 5)
                    try tx.delete("b")
                }
            }
        ),
    ]
}

extension KeyValueStore {
    /// Everything in the store as one JSON array of keys and values.
    fileprivate func values() async throws -> JSONValue {
        let lines = try await StoreState(of: self).lines
        return .array(lines.map { [.string($0.key), $0.entry.value] })
    }
}

extension Result where Failure == any Error {
    /// Catches what an asynchronous body throws.
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
