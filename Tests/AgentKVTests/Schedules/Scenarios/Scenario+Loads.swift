import AgentKV
import AgentKVTesting

extension Scenario {
    static let loads = [
        Scenario("one load at a time runs for a key, and a cancelled caller leaves") { schedule in
            let store = TransientStore(clock: schedule.clock)
            let loads = Loads()
            let callers = (0..<4).map { _ in
                schedule.task {
                    await Task.yield()
                    return try await store.value(for: "spec") { try await loads.load(2) }
                }
            }
            try await together(2) { task in
                for _ in 0..<3 {
                    await Task.yield()
                    if schedule.oneIn(3) { callers[task].cancel() }
                }
            }
            for (number, caller) in callers.enumerated() {
                let end = await caller.result
                if number < 2, end.isCancellation { continue }
                let value = try end.get()
                let stored = try await store.get("spec", as: Int.self)
                try expect(value == stored, "a caller got \(value), and \(stored as Any) is there")
            }
            // The first is for good: nobody deletes it.
            try expect(loads.stored <= 1, "\(loads.stored) loads came to their end")
        },
        Scenario("what is written while a load runs wins over it") { schedule in
            let store = TransientStore(clock: schedule.clock)
            let loads = Loads()
            try await together(4) { task in
                await Task.yield()
                if task == 3 {
                    try await store.set("spec", to: 1_000)
                } else {
                    let value = try await store.value(for: "spec") { try await loads.load(2) }
                    try expect(value == 1_000 || value < 10, "a caller got \(value)")
                }
            }
            let last = try await store.get("spec", as: Int.self)
            try expect(last == 1_000, "\(last as Any) is there")
        },
        Scenario("what is deleted while a load runs stays deleted by it") { schedule in
            let store = TransientStore(clock: schedule.clock)
            let loads = Loads()
            try await together(2) { task in
                await Task.yield()
                if task == 0 {
                    _ = try await store.value(for: "spec") {
                        let value = try await loads.load(1)
                        // It counts as a write, though nothing is left of it.
                        try await store.set("spec", to: 1_000)
                        await Task.yield()
                        try await store.delete("spec")
                        return value
                    }
                } else {
                    _ = await store.exists("spec")
                }
            }
            let isThere = await store.exists("spec")
            try expect(!isThere, "what was loaded is there")
        },
        Scenario("a load that fails fails for all who wait, and the next begins anew") { schedule in
            let store = TransientStore(clock: schedule.clock)
            let loads = Loads()
            let failures = Count()
            try await together(4) { _ in
                await Task.yield()
                do {
                    let value = try await store.value(for: "spec") {
                        let number = try await loads.load(1)
                        if number == 1 { throw Failed() }
                        return number
                    }
                    try expect(value == 2, "a caller got \(value)")
                } catch is Failed {
                    failures.add(1)
                }
            }
            try expect(failures.value >= 1, "the failure got lost")
            let stored = try await store.get("spec", as: Int.self)
            try expect(failures.value == 4 ? stored == nil : stored == 2, "\(stored as Any)")
        },
        Scenario("a stale value is served, and refreshed once") { schedule in
            let store = TransientStore(clock: schedule.clock)
            let loads = Loads()
            let options = LoadOptions(ttl: .seconds(10), staleFor: .seconds(10))
            @Sendable func value() async throws -> Int {
                try await store.value(for: "spec", options: options) { try await loads.load(1) }
            }
            let first = try await value()
            schedule.clock.advance(by: .seconds(15))
            let changes = store.changes(prefix: "spec")
            try await together(3) { _ in
                await Task.yield()
                let served = try await value()
                try expect(served == first || served == first + 1, "served: \(served)")
            }
            var refreshed = changes.makeAsyncIterator()
            let change = try await refreshed.next()
            let fresh = try change?.value(as: Int.self)
            try expect(fresh == first + 1, "refreshed: \(fresh as Any)")
            let again = try await value()
            try expect(again == first + 1, "then: \(again)")
        },
    ]
}

private struct Failed: Error {}

/// Loads that return their number, and of which one at a time goes on to its end.
private final class Loads: Sendable {
    private let begun = Count()
    private let ended = Count()

    /// How many came to their end.
    var stored: Int { ended.value }

    func load(_ steps: Int) async throws -> Int {
        let number = begun.add(1)
        for _ in 0..<steps {
            await Task.yield()
            if begun.value > number, !Task.isCancelled {
                throw Wrong(description: "load \(begun.value) began while load \(number) ran")
            }
            try Task.checkCancellation()
        }
        ended.add(1)
        return number
    }
}
