import AgentKV
import AgentKVTesting

extension Scenario {
    static let sweeping = [
        Scenario("what expires is freed without being asked, and told once", passesTime: true) {
            schedule in
            let store = TransientStore(clock: schedule.clock)
            let told = store.changes()
            try await together(4) { task in
                for round in 0..<3 {
                    await Task.yield()
                    if task == 3 {
                        schedule.clock.advance(by: .seconds(schedule.random(in: 0..<4)))
                    } else {
                        let ttl = Duration.seconds(schedule.random(in: 1..<20))
                        try await store.set("\(task) \(round)", to: round, ttl: ttl)
                    }
                }
            }
            var expired: [String] = []
            for try await change in told where change.kind == .expired {
                expired.append(change.key)
                if expired.count == 9 { break }
            }
            try expect(Set(expired).count == 9, "told: \(expired)")
            let entries = await store.statistics().entries
            try expect(entries == 0, "\(entries) entries are left")
        },
        Scenario("what has no lifetime any more is not swept", passesTime: true) { schedule in
            let store = TransientStore(clock: schedule.clock)
            let lasting = Journal<String>()
            try await together(4) { task in
                for round in 0..<3 {
                    await Task.yield()
                    let key = "\(task) \(round)"
                    if task == 3 {
                        schedule.clock.advance(by: .seconds(schedule.random(in: 0..<4)))
                        try await store.purgeExpired(limit: 1)
                        continue
                    }
                    try await store.set(key, to: round, ttl: .seconds(3))
                    await Task.yield()
                    switch schedule.random(in: 0..<4) {
                    case 0: if try await store.persist(key) { lasting.note(key) }
                    case 1:
                        try await store.set(key, to: round)
                        lasting.note(key)
                    case 2:
                        if try await store.expire(key, ttl: .seconds(1_000)) { lasting.note(key) }
                    default: try await store.expire(key, ttl: .seconds(1))
                    }
                }
            }
            try await schedule.clock.sleep(for: .seconds(100))
            let keys = try await store.keys()
            try expect(keys == lasting.items.sorted(), "\(keys) are left of \(lasting.items)")
        },
    ]
}
