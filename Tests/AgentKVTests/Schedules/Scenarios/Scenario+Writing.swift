import AgentKV
import AgentKVTesting

extension Scenario {
    static let writing = [
        Scenario("what was written before a flush is written down after it", passesTime: true) {
            schedule in
            let adapter = YieldingAdapter(schedule.clock, failures: schedule.random(in: 0..<3))
            let store = try await TransientStore.open(on: adapter, .writeBehind, schedule)
            try await together(3) { task in
                for round in 0..<3 {
                    await Task.yield()
                    try await store.set("\(task)", to: round)
                    try await store.set("\(task) \(round)", to: round)
                    if round == 1 { try await store.delete("\(task) 0") }
                    if schedule.oneIn(2) { continue }
                    // It throws what the attempt failed with, and the changes are kept.
                    guard (try? await store.flush()) != nil else { continue }
                    let content = adapter.content
                    try expect(content["\(task)"]?.json == "\(round)", "\(task) is not there")
                    try expect(content["\(task) \(round)"] != nil, "\(task) \(round) is not")
                    try expect(round == 0 || content["\(task) 0"] == nil, "\(task) 0 is there")
                }
            }
            try await closeAtLast(store)
            let keys = adapter.content.keys.sorted()
            let expected = (0..<3).flatMap { ["\($0)", "\($0) 1", "\($0) 2"] }
            try expect(keys == expected, "written down: \(keys)")
        },
        Scenario("what a call that writes through returns from is written down", passesTime: true) {
            schedule in
            let adapter = YieldingAdapter(schedule.clock, failures: schedule.random(in: 0..<3))
            let store = try await TransientStore.open(on: adapter, .writeThrough, schedule)
            try await together(3) { task in
                for round in 0..<3 {
                    await Task.yield()
                    do {
                        try await store.mset(["\(task)": round, "\(task) \(round)": round])
                        let content = adapter.content
                        try expect(content["\(task)"]?.json == "\(round)", "\(task) is not there")
                        try expect(content["\(task) \(round)"] != nil, "\(task) \(round) is not")
                    } catch StoreError.notYetDurable {
                        let seen = try await store.get("\(task)", as: Int.self)
                        try expect(seen == round, "\(seen as Any) is seen")
                    }
                }
            }
            try await closeAtLast(store)
            try expect(adapter.content.count == 12, "written down: \(adapter.content.keys)")
        },
        Scenario("a batch is one moment of its keys", passesTime: true) { schedule in
            let adapter = YieldingAdapter(schedule.clock)
            let store = try await TransientStore.open(on: adapter, .writeBehind, schedule)
            let watcher = schedule.task {
                while !Task.isCancelled {
                    await Task.yield()
                    let content = adapter.content
                    try expect(content["a"]?.json == content["b"]?.json, "half of a transaction")
                }
            }
            try await together(3) { task in
                for round in 0..<3 {
                    await Task.yield()
                    try await store.mset(["a": task * 10 + round, "b": task * 10 + round])
                    if task == 2 { try await store.flush() }
                }
            }
            watcher.cancel()
            try await watcher.value
            try await store.close()
        },
        Scenario("an inbox that is written down loses nothing when it is opened again") {
            schedule in
            let adapter = YieldingAdapter(schedule.clock)
            let store = try await TransientStore.open(on: adapter, .writeThrough, schedule)
            let inbox = store.inbox("inbox", of: Int.self)
            let received = Journal<Int>()
            try await together(4) { task in
                for number in 0..<3 {
                    await Task.yield()
                    if task < 2 {
                        try await inbox.send(task * 10 + number)
                    } else if task == 2 {
                        received.note(try await inbox.receive())
                    } else {
                        let lent = try await inbox.reserve(lease: .seconds(10))
                        if let delivery = lent.first, schedule.oneIn(2) {
                            try await delivery.acknowledge()
                            received.note(delivery.message)
                        }
                    }
                }
            }
            try await store.close()
            schedule.clock.advance(by: .seconds(20))
            let again = try await TransientStore.open(on: adapter, .writeBehind, schedule)
            received.note(try await again.inbox("inbox", of: Int.self).drain())
            try expect(received.items.sorted() == [0, 1, 2, 10, 11, 12], "\(received.items)")
            try await again.close()
        },
    ]

    /// Closes a store, as often as its adapter fails.
    static func closeAtLast(_ store: TransientStore) async throws {
        while (try? await store.close()) == nil { await Task.yield() }
    }
}
