import AgentKV
import AgentKVTesting

extension Scenario {
    static let closing = [
        closing(.writeBehind), closing(.writeThrough),
        Scenario("closing ends all who wait, and a call that races with it counts or throws") {
            schedule in
            let store = TransientStore(clock: schedule.clock)
            let inbox = store.inbox("inbox", of: Int.self)
            let waiting = [
                schedule.task { _ = try await inbox.receive() },
                schedule.task {
                    _ = try await inbox.reserve(lease: .seconds(1), timeout: .seconds(1))
                },
                schedule.task { for try await _ in store.changes(from: .presentState) {} },
                schedule.task { for try await _ in store.observe("key", as: Int.self) {} },
                schedule.task {
                    // A load that ends when it is cancelled.
                    _ = try await store.value(for: "loaded") {
                        try await schedule.clock.sleep(for: .seconds(1))
                        return 1
                    }
                },
            ]
            try await together(3) { task in
                await Task.yield()
                if task == 0 { return try await store.close() }
                do {
                    for number in 0..<3 {
                        try await store.set("key", to: number)
                        await Task.yield()
                    }
                } catch StoreError.closed {}
            }
            for (number, task) in waiting.enumerated() {
                do {
                    try await task.value
                    throw Wrong(description: "\(number) did not fail")
                } catch StoreError.closed {}
            }
        },
        Scenario("who waits for a store that goes away is told so") { schedule in
            var store: TransientStore? = TransientStore(clock: schedule.clock)
            guard let changes = store?.changes(), let others = store?.changes(prefix: "k") else {
                return
            }
            let waiting = [
                schedule.task { for try await _ in changes {} },
                schedule.task { for try await _ in others {} },
            ]
            await Task.yield()
            try await store?.set("key", to: 1, ttl: .seconds(1))
            await Task.yield()
            store = nil
            for task in waiting {
                do {
                    try await task.value
                    throw Wrong(description: "it did not fail")
                } catch StoreError.closed {}
            }
        },
    ]

    private static func closing(_ mode: PersistenceMode) -> Scenario {
        Scenario("what was written when a store closes is written down: \(mode)", passesTime: true)
        {
            schedule in
            let adapter = YieldingAdapter(schedule.clock, failures: schedule.random(in: 0..<2))
            let store = try await TransientStore.open(on: adapter, mode, schedule)
            let written = Journal<String>()
            try await together(4) { task in
                if task == 3 {
                    for _ in 0..<schedule.random(in: 0..<6) { await Task.yield() }
                    return try await closeAtLast(store)
                }
                for round in 0..<4 {
                    await Task.yield()
                    let key = "\(task) \(round)"
                    do {
                        try await store.set(key, to: round)
                        written.note(key)
                    } catch StoreError.closed {
                        return
                    } catch StoreError.notYetDurable {
                        written.note(key)
                    }
                }
            }
            let content = adapter.content.keys.sorted()
            try expect(content == written.items.sorted(), "\(content), not \(written.items)")
        }
    }
}
