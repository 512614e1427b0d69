import AgentKV
import AgentKVTesting

/// Follows the changes of a store: each write is told once, in order; others come and go.
struct ChangesLoad: SoakLoad {
    let title = "changes"
    private let store: TransientStore
    private let changes: StoreChanges
    private var number = 0

    init(_ store: TransientStore) {
        self.store = store
        changes = store.changes(prefix: "told:")
    }

    mutating func burst(_ random: inout SplitMix64) async throws -> Int {
        let before = number
        for _ in 0..<50 {
            number += 1
            try await store.set("told:\(number % 10)", to: number)
        }
        var told = changes.makeAsyncIterator()
        for expected in before + 1...number {
            let number = try await told.next()?.value(as: Int.self)
            try require(number == expected, "after \(expected - 1) came \(number as Any)")
        }
        try await comeAndGo()
        return 110
    }

    /// Subscribes in several ways and is cancelled.
    private func comeAndGo() async throws {
        let store = store
        _ = store.changes(prefix: "told:")
        let waiting = [
            Task { for try await _ in store.changes(prefix: "never") {} },
            Task { for try await _ in store.observe("never", as: Int.self) {} },
            Task { _ = try await store.inbox("never", of: Int.self).receive() },
            Task {
                _ = try await store.inbox("never", of: Int.self).receive(timeout: .seconds(5))
            },
        ]
        await Task.yield()
        for task in waiting { task.cancel() }
        for task in waiting { _ = await task.result }
    }

    mutating func finish() async throws {}
}
