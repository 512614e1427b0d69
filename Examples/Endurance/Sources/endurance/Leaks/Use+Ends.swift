import AgentKV
import AgentKVSQLite
import AgentKVTesting

/// Stores that are made and let go, while others wait for them.
extension Use {
    static func ends() -> [Use] {
        [
            Use("stores let go", share: 0.02) { times in
                for number in 0..<times {
                    weak var gone: TransientStore?
                    do {
                        let store = TransientStore()
                        gone = store
                        try await store.set("key", to: number, ttl: .seconds(3_600))
                        try await store.inbox("mail", of: Int.self).send(number)
                        _ = store.changes()
                    }
                    try require(gone == nil, "a store that nobody holds is still there")
                }
            },
            Use("stores with a bound let go", share: 0.02) { times in
                for number in 0..<times {
                    let store = try TransientStore(bounds: .entries(4))
                    for key in 0..<6 { try await store.set("\(key)", to: number) }
                }
            },
            Use("stores on an adapter let go", share: 0.01) { times in
                for number in 0..<times {
                    let store = try await TransientStore(persistence: MemoryAdapter())
                    try await store.set("key", to: number)
                    try await store.close()
                }
            },
            Use("stores let go while tasks wait", share: 0.01) { times in
                for _ in 0..<times { try await letGoWhileWaiting() }
            },
            Use("databases closed", share: 0.0005) { times in
                for number in 0..<times {
                    weak var gone: SQLiteDatabase?
                    do {
                        let database = try await SQLiteDatabase.inMemory()
                        gone = database
                        let store = try await database.store(instance: "leaks")
                        try await store.set("key", to: number, ttl: .seconds(3_600))
                        await database.close()
                    }
                    try require(gone == nil, "a database that nobody holds is still there")
                }
            },
            Use("databases in a file closed", share: 0.0005) { times in
                for number in 0..<times {
                    let folder = try TemporaryFolder()
                    let database = try await SQLiteDatabase(path: folder.path("leaks.sqlite"))
                    try await database.store(instance: "leaks").set("key", to: number)
                    await database.close()
                    try folder.remove()
                }
            },
            Use("a lifetime of a second beside one of a month", share: 0.0002) { times in
                let store = TransientStore()
                try await store.set("month", to: 1, ttl: .seconds(2_592_000))
                for number in 0..<times {
                    try await store.set("short", to: number, ttl: .milliseconds(1))
                    try await Task.sleep(for: .milliseconds(12))
                }
            },
        ]
    }

    private static func letGoWhileWaiting() async throws {
        weak var gone: TransientStore?
        var tasks: [Task<Void, any Error>] = []
        do {
            let store = TransientStore()
            gone = store
            let inbox = store.inbox("never", of: Int.self)
            let changes = store.changes()
            let values = store.observe("never", as: Int.self)
            // An inbox keeps its store, so a receiver that waits in it is cancelled.
            let receiver = Task { _ = try await inbox.receive() }
            await Task.yield()
            receiver.cancel()
            _ = await receiver.result
            tasks = [
                Task { for try await _ in changes {} },
                Task { for try await _ in values {} },
            ]
            await Task.yield()
        }
        for task in tasks {
            do {
                try await task.value
                throw Violation("a wait goes on without its store")
            } catch StoreError.closed {}
        }
        try require(gone == nil, "a store that is only waited for is still there")
    }
}
