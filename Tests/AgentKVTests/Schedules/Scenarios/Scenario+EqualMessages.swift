import AgentKV
import AgentKVTesting

extension Scenario {
    /// Messages that are all equal, in lists that others edit.
    static let equalMessages = [
        Scenario(
            "of equal messages none is lost or made, whatever others do to the list",
            passesTime: true
        ) { schedule in
            let store = TransientStore(clock: schedule.clock)
            let options = InboxOptions(maximumAttempts: 3)
            let inbox = store.inbox("inbox", of: Int.self, options: options)
            let (sent, taken) = (Count(), Count())
            try await together(5) { task in
                for number in 0..<4 {
                    await Task.yield()
                    switch task {
                    case 0:
                        try await inbox.send(contentsOf: [7, 7])
                        sent.add(2)
                    case 1:
                        let popped = try await store.listPopAll("inbox", as: Int.self)
                        taken.add(popped.count)
                        await Task.yield()
                        // The same again, which are others.
                        try await store.listAppend("inbox", items: popped)
                        sent.add(popped.count)
                    case 2:
                        try await store.update("inbox", as: [Int].self) { $0 = ($0 ?? []) + [7] }
                        sent.add(1)
                    default:
                        let lent = try await inbox.reserve(max: 2, lease: .seconds(1 + task))
                        for delivery in lent {
                            await Task.yield()
                            switch schedule.random(in: 0..<4) {
                            case 0: continue
                            case 1: try await unlessOver { try await delivery.release() }
                            case 2:
                                try await unlessOver {
                                    try await delivery.release(after: .seconds(2))
                                }
                            default:
                                try await unlessOver {
                                    try await delivery.acknowledge()
                                    taken.add(1)
                                }
                            }
                        }
                        if number == 2 { try await schedule.clock.sleep(for: .seconds(4)) }
                    }
                }
            }
            try await schedule.clock.sleep(for: .seconds(10))
            let rest = try await inbox.drain().count
            let dead = try await inbox.deadLetters.drain().count
            try expect(
                taken.value + rest + dead == sent.value,
                "\(sent.value) sent, \(taken.value) taken, \(rest) left, \(dead) dead"
            )
        },
        Scenario("equal messages end each at its own time", passesTime: true) { schedule in
            let store = TransientStore(clock: schedule.clock)
            let inbox = store.inbox("inbox", of: Int.self)
            try await together(4) { task in
                for _ in 0..<3 {
                    await Task.yield()
                    switch task {
                    case 0: try await inbox.send(7, ttl: .seconds(5))
                    case 1: try await inbox.send(7)
                    case 2: try await store.listAppend("inbox", items: [7])
                    default:
                        for delivery in try await inbox.reserve(max: 2, lease: .seconds(60)) {
                            await Task.yield()
                            try await delivery.release()
                        }
                    }
                }
            }
            try await schedule.clock.sleep(for: .seconds(6))
            let rest = try await store.listPopAll("inbox", as: Int.self)
            try expect(rest == Array(repeating: 7, count: 6), "\(rest) live for ever")
        },
    ]

    /// What comes back is there for who makes no call of the inbox.
    static let returns = [
        Scenario("a message that comes back is there for plain calls", passesTime: true) {
            schedule in
            let store = TransientStore(clock: schedule.clock)
            let inbox = store.inbox("inbox", of: Int.self)
            try await inbox.send(contentsOf: [7, 7])
            let popped = Journal<Int>()
            try await together(2) { task in
                await Task.yield()
                if task == 0 {
                    let lent = try await inbox.reserve(max: 2, lease: .seconds(10))
                    await Task.yield()
                    if schedule.oneIn(2) { try await lent.first?.extend(lease: .seconds(15)) }
                } else {
                    popped.note(try await store.listPopAll("inbox", as: Int.self))
                    try await schedule.clock.sleep(for: .seconds(20))
                    popped.note(try await store.listPopAll("inbox", as: Int.self))
                }
            }
            try expect(popped.items == [7, 7], "popped: \(popped.items)")
        },
        Scenario("a dead letter comes to who waits for it and does nothing else", passesTime: true)
        {
            schedule in
            let store = TransientStore(clock: schedule.clock)
            let options = InboxOptions(maximumAttempts: 1, deadLetters: "dead")
            let inbox = store.inbox("inbox", of: Int.self, options: options)
            let letters = store.inbox("dead", of: Int.self)
            try await together(2) { task in
                await Task.yield()
                if task == 0 {
                    try await inbox.send(contentsOf: [7, 8])
                    for _ in 0..<2 {
                        await Task.yield()
                        _ = try await inbox.reserve(lease: .seconds(schedule.random(in: 5..<9)))
                    }
                } else {
                    let found = [try await letters.receive(), try await letters.receive()]
                    try expect(found.sorted() == [7, 8], "dead: \(found)")
                }
            }
        },
    ]
}
