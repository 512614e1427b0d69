import AgentKV

/// A caller who asks for the value at a key, and whose load runs until a check lets it end.
struct HeldLoad: Sendable {
    private let caller: Task<Int, any Error>
    private let allowed = Gate()
    private let key: String
    private let store: any KeyValueStore

    /// Asks, and returns once the load runs, which is going to return `value`.
    init(
        of key: String = "a",
        in store: any KeyValueStore,
        _ options: LoadOptions = LoadOptions(),
        returning value: Int = 1
    ) async throws {
        self.key = key
        self.store = store
        let (begun, allowed) = (Gate(), allowed)
        caller = Task {
            try await store.value(for: key, options: options) {
                begun.open()
                try await allowed.pass()
                return value
            }
        }
        try await begun.pass()
    }

    /// Lets the load end.
    func allow() { allowed.open() }

    /// Lets the load end, waits for that, and returns what the caller got.
    @discardableResult
    func end() async throws -> Int {
        allow()
        let value = try await caller.value
        // One in the background may go on.
        while waiters != nil { await Task.yield() }
        return value
    }

    /// Has somebody else ask, whose own load would return `value`, lets the loads end once that one
    /// waits too, and returns what that one got.
    func end(forNextReturning value: Int) async throws -> Int {
        let (allowed, done) = (allowed, Tally())
        let before = waiters ?? 0
        let next = Task { [store, key] in
            defer { done.raise() }
            return try await store.value(for: key) {
                try await allowed.pass()
                return value
            }
        }
        while (waiters ?? 0) == before, done.count == 0 { await Task.yield() }
        try await end()
        return try await next.value
    }

    /// How many callers wait for loads of the key; nil if none is under way.
    var waiters: Int? {
        store.backend.coordinator.loadWaiters(of: store.backend.origin(of: key).key)
    }
}
