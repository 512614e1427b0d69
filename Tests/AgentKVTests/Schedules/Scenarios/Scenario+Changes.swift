import AgentKV
import AgentKVTesting

extension Scenario {
    static let changes = [
        Scenario("who applies each change has the store's content, without a gap") { schedule in
            let store = TransientStore(clock: schedule.clock)
            try await store.set("a", to: 0)
            let fromTheStart = store.changes()
            try await together(7) { task in
                switch task {
                case 0: try await follow(store, fromTheStart, ["a": 0])
                case 1, 2:
                    await Task.yield()
                    try await follow(store, store.changes(from: .presentState))
                default: try await write(to: store, schedule, task)
                }
                if task > 2 { try await store.increment("writers") }
                if try await store.get("writers") == 4 { try await store.set("end", to: true) }
            }
        },
        Scenario("a subscriber that falls behind is told where to go on, and misses nothing") {
            schedule in
            let limits = StoreLimits(historyChanges: 3)
            let store = TransientStore(clock: schedule.clock, limits: limits)
            try await together(4) { task in
                if task == 0 {
                    try await followFromGapToGap(store)
                } else {
                    try await write(to: store, schedule, task)
                    try await store.increment("writers")
                    if try await store.get("writers") == 3 { try await store.set("end", to: true) }
                }
            }
        },
        Scenario("an observer sees values in their order, and the last one") { schedule in
            let store = TransientStore(clock: schedule.clock)
            try await together(4) { task in
                if task == 0 {
                    for number in 1...5 {
                        await Task.yield()
                        try await store.set("number", to: number)
                    }
                    return
                }
                var last = 0
                for try await value in store.observe("number", as: Int.self) {
                    let number = value ?? 0
                    try expect(number >= last, "\(number) after \(last)")
                    last = number
                    if number == 5 { return }
                    if task == 2 { await Task.yield() }
                }
            }
        },
        Scenario("an observer sees a lifetime end", passesTime: true) { schedule in
            let store = TransientStore(clock: schedule.clock)
            try await together(3) { task in
                await Task.yield()
                if task == 0 {
                    try await store.set("plan", to: 1, ttl: .seconds(5))
                    await Task.yield()
                    try await store.expire("plan", ttl: .seconds(9))
                    return
                }
                var wasThere = false
                for try await value in store.observe("plan", as: Int.self) {
                    if value != nil { wasThere = true } else if wasThere { return }
                    // It came and went while nobody looked.
                    if value == nil, schedule.clock.now.offset >= .seconds(9) { return }
                }
            }
        },
        Scenario("an observer sees an end however it is moved", passesTime: true) { schedule in
            let store = TransientStore(clock: schedule.clock, sweeps: false)
            try await together(3) { task in
                if task == 0 { return try await moveEnd(of: "plan", in: store, schedule) }
                // What has ended is told when it has ended, not when the key is set next.
                for try await value in store.observe("plan", as: Int.self) where value == nil {
                    if await store.exists("moved"), await !store.exists("plan") { return }
                }
            }
        },
    ]
}

/// Gives a key ends that come sooner and later than those before, the last one within a minute.
private func moveEnd(of key: String, in store: TransientStore, _ schedule: Schedule) async throws {
    try await store.set("moved", to: true)
    try await store.set(key, to: 0)
    for round in 1...6 {
        await Task.yield()
        let ttl = Duration.seconds(schedule.random(in: 1..<60))
        switch schedule.random(in: 0..<5) {
        case 0: try await store.persist(key)
        case 1: try await store.set(key, to: round, ttl: ttl)
        case 2: try await store.transaction { tx in _ = try tx.expire(key, ttl: ttl) }
        case 3:
            _ = try? await store.transaction { tx in
                try tx.expire(key, ttl: ttl)
                throw CancellationError()
            }
        default: try await store.expire(key, ttl: ttl)
        }
    }
    try await store.expire(key, ttl: .seconds(60))
}

/// Applies changes until the key `end` is set, and compares what comes of it with the store.
private func follow(
    _ store: TransientStore,
    _ changes: StoreChanges,
    _ known: [String: JSONValue]? = nil
) async throws {
    var content = known ?? [:]
    var last = Revision(rawValue: 0)
    // The present state is told in the order of its keys.
    var isCurrent = known != nil
    for try await change in changes {
        if isCurrent || change.kind == .current {
            try expect(change.revision >= last, "\(change.revision) after \(last)")
            last = change.revision
        }
        switch change.kind {
        case .set: content[change.key] = try change.json()
        case .current: isCurrent = true
        case .restarted: content = [:]
        default: content[change.key] = nil
        }
        if change.key == "end" { break }
    }
    try await compare(content, store)
}

/// Follows with a small buffer, and subscribes again after each gap.
private func followFromGapToGap(_ store: TransientStore) async throws {
    var content: [String: JSONValue] = [:]
    var start = ChangesStart.presentState
    while content["end"] == nil {
        do {
            for try await change in store.changes(from: start, buffer: 2) {
                await Task.yield()
                switch change.kind {
                case .set: content[change.key] = try change.json()
                case .current: break
                case .restarted: content = [:]
                default: content[change.key] = nil
                }
                if content["end"] != nil { break }
            }
        } catch StoreError.missedChanges(let revision, _) {
            start = .after(revision)
        }
    }
    try await compare(content, store)
}

private func compare(_ content: [String: JSONValue], _ store: TransientStore) async throws {
    for key in try await store.keys() where key != "writers" {
        let stored = try await store.get(key)
        try expect(content[key] == stored, "\(key) is \(content[key] as Any), not \(stored as Any)")
    }
    for key in content.keys {
        let exists = await store.exists(key)
        try expect(exists, "\(key) is gone, and nobody was told")
    }
}

private func write(to store: TransientStore, _ schedule: Schedule, _ task: Int) async throws {
    let keys = ["a", "b", "c"]
    for round in 0..<4 {
        await Task.yield()
        let key = keys[schedule.random(in: 0..<3)]
        switch schedule.random(in: 0..<6) {
        case 0: try await store.delete(key)
        case 1: _ = try await store.listPopAll(key)
        case 2: try await store.mset([keys[0]: task, keys[1]: round])
        case 3:
            try await store.transaction { tx in
                try tx.delete(keys[2])
                try tx.set(keys[2], to: [task, round])
            }
        default: try await store.set(key, to: [task, round])
        }
    }
}
