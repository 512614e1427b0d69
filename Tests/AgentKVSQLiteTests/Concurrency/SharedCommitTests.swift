import AgentKV
import AgentKVTesting
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct SharedCommitTests {
    @Test func `writers that wait together need one commit`() async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "a")
        let commits = try await database.countCommits()
        let held = await HeldWriter(database)
        let writes = (0..<64).map { index in
            Task { @Lane in
                try await store.set("\(index)", to: index)
                return try await store.get("\(index)")
            }
        }
        await Task { @Lane in held.letGo() }.value
        for (index, write) in writes.enumerated() {
            #expect(
                try await write.value == .integer(Int64(index)),
                "a write that returned is read"
            )
        }
        #expect(commits.value == 2, "one for the first, one for all the others")
        #expect(try await store.count() == 64)
    }

    @Test func `a part that fails fails alone, and leaves no trace and no event`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        try await store.set("text", to: "no number")
        struct Stopped: Error, Equatable { let index: Int }
        let events = database.events()
        let commits = try await database.countCommits()
        let held = await HeldWriter(database)
        let writes = (0..<30).map { index in
            Task { @Lane in
                try await store.transaction { tx in
                    try tx.set("\(index)", to: index)
                    try tx.increment("sum")
                    if index % 3 == 1 { throw Stopped(index: index) }
                    if index % 3 == 2 { try tx.increment("text") }
                }
            }
        }
        await Task { @Lane in held.letGo() }.value
        for (index, write) in writes.enumerated() {
            switch (index % 3, await write.result) {
            case (0, .success): break
            case (1, .failure(let error)): #expect(error as? Stopped == Stopped(index: index))
            case (2, .failure(let error)):
                #expect((error as? StoreError)?.key == "text")
            case (_, let result): Issue.record("\(index): \(result)")
            }
        }
        #expect(commits.value == 2)
        #expect(try await store.get("sum") == 10)
        #expect(try await store.count() == 12)
        await database.close()
        var keys: [String] = []
        for await event in events {
            if case .recordSet(_, _, let key, _) = event.kind { keys.append(key) }
        }
        #expect(keys == (0..<30).filter { $0 % 3 == 0 }.flatMap { ["\($0)", "sum"] })
    }

    @Test func `parts that share a commit see those before them, and each its own time`()
        async throws
    {
        let clock = ManualClock()
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        let held = await HeldWriter(database)
        let first = Task { @Lane in try await store.set("key", to: 1, ttl: .seconds(1)) }
        let second = Task { @Lane in
            try await store.transaction { tx -> [Bool] in
                let before = try tx.exists("key")
                clock.advance(by: .seconds(2))
                return [before, try tx.exists("key")]
            }
        }
        let third = Task { @Lane in try await store.setIfAbsent("key", to: 3) }
        await Task { @Lane in held.letGo() }.value
        _ = try await first.value
        #expect(try await second.value == [true, true], "time stands still inside a part")
        #expect(try await third.value, "and goes on between parts")
        #expect(try await store.get("key") == 3)
    }

    @Test func `of many that count at once none is lost`() async throws {
        let folder = try TemporaryFolder()
        var configuration = SQLiteDatabase.Configuration()
        configuration.synchronous = .normal
        let database = try await SQLiteDatabase(path: folder.file(), configuration: configuration)
        let store = try await database.store(instance: "a")
        let seen = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<16 {
                group.addTask {
                    var seen: [Int] = []
                    for _ in 0..<50 {
                        let count = try await store.increment("count")
                        seen.append(count)
                        // What a write has returned, or more, is what every later read finds.
                        let read = try #require(try await store.get("count", as: Int.self))
                        #expect(read >= count)
                    }
                    return seen
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(seen.sorted() == Array(1...800))
    }

    @Test func `more readers than connections each get their answer`() async throws {
        let folder = try TemporaryFolder()
        var configuration = SQLiteDatabase.Configuration()
        configuration.readers = 2
        let database = try await SQLiteDatabase(path: folder.file(), configuration: configuration)
        let store = try await database.store(instance: "a")
        try await store.mset(["a": 1, "b": 2])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<100 {
                group.addTask {
                    if index.isMultiple(of: 2) {
                        let keys = try await store.keys()
                        #expect(keys == ["a", "b"])
                    } else {
                        let values = try await (store.get("b"), database.listInstances().count)
                        #expect(values.0 == 2)
                        #expect(values.1 == 1)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `a read of several keys sees one moment`() async throws {
        let folder = try TemporaryFolder()
        var configuration = SQLiteDatabase.Configuration()
        configuration.synchronous = .normal
        let database = try await SQLiteDatabase(path: folder.file(), configuration: configuration)
        let store = try await database.store(instance: "a")
        try await store.mset(["a": 0, "b": 0])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 1...200 {
                    try await store.mset(["a": number, "b": number])
                }
            }
            for _ in 0..<3 {
                group.addTask {
                    for _ in 0..<200 {
                        let values = try await store.mget(["a", "b"])
                        #expect(values[0] == values[1])
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
