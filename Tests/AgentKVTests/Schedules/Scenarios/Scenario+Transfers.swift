import AgentKV
import AgentKVTesting

extension Scenario {
    static let transfers = [
        Scenario("transfers between accounts keep the sum") { schedule in
            let store = TransientStore(clock: schedule.clock)
            let accounts = ["a", "b", "c"]
            for account in accounts { try await store.set(account, to: 10) }
            try await together(4) { task in
                for round in 0..<3 {
                    await Task.yield()
                    let (from, to) = (accounts[(task + round) % 3], accounts[(task + 1) % 3])
                    if task == 3 {
                        let sum = try await store.mget(accounts, as: Int.self)
                            .reduce(0) { $0 + ($1 ?? 0) }
                        try expect(sum == 30, "the sum is \(sum)")
                        continue
                    }
                    let fails = schedule.oneIn(3)
                    do {
                        try await store.transaction { tx in
                            try tx.set(from, to: tx.get(from, default: 0) - task)
                            try tx.set(to, to: tx.get(to, default: 0) + task)
                            if fails { throw Refused() }
                        }
                    } catch is Refused {}
                }
            }
        },
        Scenario("of writers who compare and set, each counts once") { schedule in
            let store = TransientStore(clock: schedule.clock)
            try await together(3) { task in
                for _ in 0..<2 {
                    var isDone = false
                    while !isDone {
                        let entry = try await store.entry("count", as: Int.self)
                        await Task.yield()
                        isDone =
                            try await store.compareAndSet(
                                "count",
                                to: (entry?.value ?? 0) + 1,
                                expecting: entry?.revision
                            ) != nil
                    }
                }
                await Task.yield()
                try await store.increment("count", by: 10)
            }
            let count = try await store.get("count", as: Int.self)
            try expect(count == 36, "the count is \(count as Any)")
        },
        Scenario("of many who take an absent key one gets it") { schedule in
            let store = TransientStore(clock: schedule.clock)
            let winners = Journal<Int>()
            try await together(4) { task in
                await Task.yield()
                if try await store.setIfAbsent("lock", to: task) { winners.note(task) }
            }
            let holder = try await store.get("lock", as: Int.self)
            try expect(winners.items == [holder], "\(winners.items) have \(holder as Any)")
        },
        Scenario("a scope that ends takes its own keys and no others") { schedule in
            let store = TransientStore(clock: schedule.clock)
            try await together(3) { task in
                try await store.withScope("run:\(task)") { run in
                    for round in 0..<3 {
                        await Task.yield()
                        try await run.set("step \(round)", to: task)
                        try await store.set("kept:\(task):\(round)", to: round)
                        let count = try await run.count()
                        try expect(count == round + 1, "task \(task) has \(count) keys")
                    }
                }
                let left = await store.count(prefix: "run:\(task):")
                try expect(left == 0, "the scope of task \(task) left \(left) keys")
            }
            let kept = await store.count()
            try expect(kept == 9, "\(kept) keys are left")
        },
    ]
}

private struct Refused: Error {}
