import AgentKV

extension StoreCheck {
    /// Stored values that cannot be read as the type that is asked for.
    static let loadMismatches: [StoreCheck] = [
        StoreCheck("a stored value of another type is loaded anew if that is asked for") {
            store,
            _ in
            let options = LoadOptions(ttl: .seconds(10), reloadsMismatches: true)
            try await store.set("a", to: ["old": true])
            try await expect(store, refuses: .typeMismatch, of: "a") {
                try await store.value(for: "a", options: LoadOptions()) { 1 }
            }
            for _ in 1...2 {
                try await expect(store.value(for: "a", options: options) { 1 }, is: 1)
            }
            let entry = try await store.entry("a", as: Int.self)
            try expect(entry?.value, is: 1)
            try expect(entry?.remainingLifetime, is: .seconds(10))
            // What can be read is not loaded.
            try await expect(store.value(for: "a", options: options) { 0.5 }, is: 1.0)
        },
        StoreCheck("of many that want a value of another type anew, one loads it") { store, _ in
            let options = LoadOptions(reloadsMismatches: true)
            let loads = Tally()
            try await store.set("a", to: "old")
            let values = try await race(60) { _ in
                try await store.value(for: "a", options: options) {
                    await Task.yield()
                    return loads.raise()
                }
            }
            try expect(values, is: Array(repeating: 1, count: 60))
            try expect(loads.count, is: 1)
        },
        StoreCheck("who wants a value anew gets its own type, also while another one is loaded") {
            store,
            _ in
            let options = LoadOptions(reloadsMismatches: true)
            let texts = try await race(20) { task in
                if task % 2 == 0 {
                    _ = try await store.value(for: "a", options: options) {
                        await Task.yield()
                        return task
                    }
                    return "text"
                }
                return try await store.value(for: "a", options: options) {
                    await Task.yield()
                    return "text"
                }
            }
            try expect(texts, is: Array(repeating: "text", count: 20))
        },
        StoreCheck("those who waited while another type was loaded share the next load") {
            store,
            _ in
            let options = LoadOptions(reloadsMismatches: true)
            let (loads, allowed) = (Tally(), Gate())
            let held = try await HeldLoad(in: store, options)
            let text = { @Sendable () async throws -> String in
                try await store.value(for: "a", options: options) {
                    loads.raise()
                    try await allowed.pass()
                    return "text"
                }
            }
            // One of them goes on only as the check lets it.
            let executor = ScheduleExecutor(seed: 1)
            let tasks = [
                Task(operation: text), Task(executorPreference: executor, operation: text),
            ]
            while held.waiters ?? 0 < 3 { if !executor.step() { await Task.yield() } }
            held.allow()
            while loads.count == 0 { await Task.yield() }
            while held.waiters ?? 0 < 2 { if !executor.step() { await Task.yield() } }
            allowed.open()
            let stepping = Task {
                while !Task.isCancelled { if !executor.step() { await Task.yield() } }
            }
            defer { stepping.cancel() }
            for task in tasks { try await expect(task.value, is: "text") }
            try await expect(held.end(), is: 1)
            try expect(loads.count, is: 1)
        },
        StoreCheck("a failing load leaves the stored value of another type") { store, _ in
            struct Failure: Error {}
            let options = LoadOptions(reloadsMismatches: true)
            try await store.set("a", to: "old")
            try await expectNoChange(in: store) {
                try await expect(Failure.self) {
                    try await store.value(for: "a", options: options) { () -> Int in
                        throw Failure()
                    }
                }
            }
        },
    ]
}
