import AgentKV
import AgentKVTesting
import Testing

/// Many tasks on one store, and what has to hold whatever their order is.
@Suite("TransientStore under many tasks")
struct TransientConcurrencyTests {
    let clock = ManualClock()
    let store: TransientStore
    let tasks = 16
    let rounds = 200

    init() {
        store = TransientStore(clock: clock)
    }

    @Test func `transfers between accounts keep the sum`() async throws {
        let accounts = (0..<8).map { "account \($0)" }
        for account in accounts { try await store.set(account, to: 1_000) }
        try await run { task, round in
            let from = accounts[(task + round) % 8]
            let to = accounts[(task * 3 + round * 5 + 1) % 8]
            guard round.isMultiple(of: 4) else {
                return try await store.transaction { tx in
                    let amount = task + round % 7
                    try tx.set(from, to: tx.get(from, default: 0) - amount)
                    try tx.set(to, to: tx.get(to, default: 0) + amount)
                    if round.isMultiple(of: 5) { throw Refused() }
                }
            }
            let sum = try await store.mget(accounts, as: Int.self).reduce(0) { $0 + ($1 ?? 0) }
            #expect(sum == 8_000)
        }
        let balances = try await store.getMany(accounts, as: Int.self)
        #expect(balances.values.reduce(0, +) == 8_000)
    }

    @Test func `every item that is appended is popped once`() async throws {
        let popped = try await results { task in
            var popped: [Int] = []
            for round in 0..<rounds {
                if task.isMultiple(of: 2) {
                    let item = JSONValue.integer(Int64(task * 1_000 + round))
                    if task.isMultiple(of: 4) {
                        try await store.listAppend("inbox", items: [item], ttl: .seconds(60))
                    } else {
                        try await store.listAppendUnique("inbox", items: [["id": item]])
                    }
                } else {
                    popped += try await store.listPopAll("inbox").compactMap(number)
                }
            }
            return popped
        }
        let rest = try await store.listPopAll("inbox").compactMap(number)
        let expected = stride(from: 0, to: tasks, by: 2).flatMap { task in
            (0..<rounds).map { task * 1_000 + $0 }
        }
        #expect((popped.flatMap { $0 } + rest).sorted() == expected)
    }

    @Test func `increments and updates sum up`() async throws {
        try await run { task, _ in
            if task.isMultiple(of: 2) {
                try await store.increment("counter", by: task)
            } else {
                try await store.update("counter", as: Int.self) { $0 = ($0 ?? 0) + task }
            }
        }
        let sum = rounds * (0..<tasks).reduce(0, +)
        #expect(try await store.get("counter", as: Int.self) == sum)
    }

    @Test func `a key that is absent is set by one`() async throws {
        let won = try await results { task in
            var won: [Int] = []
            for round in 0..<rounds where try await store.setIfAbsent("lock \(round)", to: task) {
                won.append(round)
            }
            return won
        }
        #expect(won.flatMap { $0 }.sorted() == Array(0..<rounds))
        for (task, rounds) in won.enumerated() {
            for round in rounds {
                #expect(try await store.get("lock \(round)", as: Int.self) == task)
            }
        }
    }

    @Test func `a listing shows every key that stays, whatever comes and goes`() async throws {
        let stable = (100..<200).map { "key \($0)" }
        for key in stable { try await store.set(key, to: 0) }
        try await run { task, round in
            let passing = "key \(100 + round % 100) \(task)"
            switch task % 4 {
            case 0: try await store.set(passing, to: round, ttl: .seconds(round % 3 + 1))
            case 1: try await store.delete("key \(100 + round % 100) \(task - 1)")
            case 2:
                clock.advance(by: .milliseconds(10))
                try await store.purgeExpired(limit: 5)
            default:
                let keys = try await store.keys(prefix: "key", limit: .max)
                #expect(Set(keys).isSuperset(of: stable))
                #expect(keys == keys.sorted())
                #expect(await store.count(prefix: "key") >= stable.count)
            }
        }
        #expect(try await store.deleteAll(prefix: "key") >= stable.count)
        #expect(await store.count() == 0)
    }

    @Test func `the first listing of many keys is right while others write`() async throws {
        let stable = (10_000..<15_000).map { "key \($0)" }
        for key in stable { try await store.set(key, to: 0) }
        try await run { task, round in
            let key = "key \(10_000 + (round * 977 + task) % 5_000)"
            switch task % 8 {
            case 0: try await store.set("\(key) more", to: round)
            case 1: try await store.delete("\(key) more")
            case 2: try await store.set("\(key) less", to: round, ttl: .milliseconds(1))
            case 3 where round.isMultiple(of: 10): clock.advance(by: .milliseconds(1))
            case 4 where round < 5:
                let keys = try await store.keys(limit: .max)
                #expect(keys.filter { $0.utf8.count == 9 } == stable)
            case 5 where round < 5: #expect(await store.count(prefix: "key 10") >= 1_000)
            default: return
            }
        }
        try await store.deleteAll(prefix: "key 11")
        #expect(try await store.keys(prefix: "key 1", limit: .max).count >= 4_000)
        #expect(await store.count(prefix: "key 11") == 0)
    }

    @Test func `a typed array is appended to while others read, set and take it`() async throws {
        try await run { task, round in
            switch task % 4 {
            case 0: try await store.set("list", to: [task, round] as [Int])
            case 1: try await store.listAppend("list", items: [.integer(Int64(round))])
            case 2:
                let items = try await store.get("list", default: [Int]())
                #expect(items.count <= rounds * tasks)
            default:
                let items = try await store.listPopAll("list", as: Int.self)
                #expect(items.allSatisfy { (0..<rounds).contains($0) })
            }
        }
    }

    @Test func `values that share a box are whole when they are read`() async throws {
        struct Pair: Codable, Equatable {
            var first: [Int]
            var second: [Int]
        }
        try await run { task, round in
            if task.isMultiple(of: 2) {
                let items = Array(repeating: round, count: task)
                try await store.set("pair", to: Pair(first: items, second: items))
            } else if let pair = try await store.get("pair", as: Pair.self) {
                #expect(pair.first == pair.second)
            }
        }
    }
}

private struct Refused: Error {}

extension TransientConcurrencyTests {
    /// Runs a body in each task, so many rounds of it.
    private func run(_ body: @escaping @Sendable (Int, Int) async throws -> Void) async throws {
        _ = try await results { task in
            for round in 0..<rounds {
                do {
                    try await body(task, round)
                } catch is Refused {}
            }
        }
    }

    /// Runs a body in each task, and returns the results in the order of the tasks.
    private func results<R: Sendable>(
        _ body: @escaping @Sendable (Int) async throws -> R
    ) async throws -> [R] {
        try await withThrowingTaskGroup(of: (Int, R).self) { group in
            for task in 0..<tasks {
                group.addTask { (task, try await body(task)) }
            }
            var results: [Int: R] = [:]
            for try await (task, result) in group { results[task] = result }
            return (0..<tasks).compactMap { results[$0] }
        }
    }

    /// The number that an item is, or that its id is.
    private func number(_ item: JSONValue) -> Int? {
        try? (item["id"] ?? item).decoded(as: Int.self)
    }
}
