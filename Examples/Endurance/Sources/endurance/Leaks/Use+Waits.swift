import AgentKV
import AgentKVSQLite

/// Subscriptions that are begun and let go.
extension Use {
    static func subscriptions() -> [Use] {
        let store = TransientStore()
        return [
            Use("subscriptions let go unread") { times in
                for number in 0..<times { _ = store.changes(prefix: "key \(number % 100)") }
            },
            Use("subscriptions read and let go", share: 0.5) { times in
                for number in 0..<times {
                    let changes = store.changes(prefix: "key")
                    try await store.set("key", to: number)
                    for try await _ in changes { break }
                }
            },
            Use("observations", share: 0.5) { times in
                for number in 0..<times {
                    for try await value in store.observe("value \(number % 100)", as: Int.self) {
                        try require(value == nil, "there is no such value")
                        break
                    }
                }
            },
        ]
    }

    /// Waits that are cancelled, and such as end in time.
    static func waits() async throws -> [Use] {
        let memory = TransientStore()
        let lasting = try await SQLiteDatabase.inMemory().store(instance: "leaks")
        let inbox = memory.inbox("never", of: Int.self)
        let mail = memory.inbox("mail", of: Int.self)
        return [
            cancelled("receive, cancelled") { _ in _ = try await inbox.receive() },
            cancelled("receive within an hour, cancelled") { _ in
                _ = try await inbox.receive(timeout: .seconds(3_600))
            },
            cancelled("reserve within an hour, cancelled") { _ in
                _ = try await inbox.reserve(lease: .seconds(60), timeout: .seconds(3_600))
            },
            cancelled("changes, cancelled") { _ in
                for try await _ in memory.changes(prefix: "never") {}
            },
            cancelled("observe, cancelled") { number in
                for try await _ in memory.observe("never \(number % 100)", as: Int.self) {}
            },
            cancelled("value(for:), cancelled") { number in
                _ = try await memory.value(for: "never \(number % 100)") {
                    try await inbox.receive()
                }
            },
            cancelled("receive from SQLite, cancelled", share: 0.02) { _ in
                _ = try await lasting.inbox("never", of: Int.self).receive()
            },
            Use("receive within an hour, received", share: 0.2) { times in
                for number in 0..<times {
                    async let message = mail.receive(timeout: .seconds(3_600))
                    await Task.yield()
                    try await mail.send(number)
                    try require(try await message == number, "received something else")
                }
            },
        ]
    }

    /// A wait of many tasks that are cancelled.
    private static func cancelled(
        _ title: String,
        share: Double = 0.2,
        _ wait: @escaping @Sendable (Int) async throws -> Void
    ) -> Use {
        Use(title, share: share) { times in
            for start in stride(from: 0, to: times, by: 50) {
                let tasks = (start..<start + 50).map { number in
                    Task { try await wait(number) }
                }
                await Task.yield()
                for task in tasks { task.cancel() }
                for task in tasks { _ = await task.result }
            }
        }
    }
}
