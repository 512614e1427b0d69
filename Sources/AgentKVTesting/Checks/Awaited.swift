import AgentKV

/// What a task waits for from now on, while a check goes on.
///
/// A store that tells too little fails the check rather than keep it waiting for ever: whoever asks for the
/// result waits a great many steps for it, reads of the store and turns of other tasks, and no longer.
struct Awaited<Result: Sendable>: Sendable {
    private let task: Task<Result?, any Error>
    private let store: any KeyValueStore

    private static var reads: Int { 500 }
    /// The turns of other tasks between two reads.
    private static var turns: Int { 500 }

    /// Begins to wait; `body` returns nil when its task is cancelled.
    init(
        of store: any KeyValueStore,
        _ body: @escaping @Sendable () async throws -> Result?
    ) {
        self.store = store
        task = Task { try await body() }
    }

    /// Returns the result.
    ///
    /// - Throws: What the body throws, and a ``Mismatch`` where it has not come within the bound.
    func result(fileID: String = #fileID, line: Int = #line) async throws -> Result {
        let bound = Task {
            for _ in 0..<Self.reads {
                _ = try? await store.exists("a")
                for _ in 0..<Self.turns where !Task.isCancelled { await Task.yield() }
                if Task.isCancelled { return }
            }
            task.cancel()
        }
        defer { bound.cancel() }
        if let result = try await task.value { return result }
        throw Mismatch(
            reason: "expected that who waits is told; nothing has come",
            fileID: fileID,
            line: line
        )
    }
}

extension Awaited {
    /// Begins to wait for the next value of an observer, nil for none; its values go on where they were.
    init<Value>(
        _ values: StoreValues<Value>,
        of store: any KeyValueStore
    ) where Result == Value? {
        self.init(of: store) {
            var iterator = values.makeAsyncIterator()
            return try await iterator.next()
        }
    }
}

/// Returns the next value of an observer, nil for none, and fails the check where none comes.
func next<Value>(
    _ values: StoreValues<Value>,
    of store: any KeyValueStore,
    fileID: String = #fileID,
    line: Int = #line
) async throws -> Value? {
    try await Awaited(values, of: store).result(fileID: fileID, line: line)
}
