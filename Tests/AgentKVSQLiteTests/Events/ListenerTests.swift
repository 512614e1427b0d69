import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct ListenerTests {
    @Test func `a listener that lags behind is told how many events it has missed, and goes on`()
        async throws
    {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let events = database.events(capacity: 3)
        let patient = database.events()
        for number in 1...10 { try await store.set("\(number)", to: number) }
        var iterator = events.makeAsyncIterator()
        var seen: [String] = []
        for _ in 0..<4 { seen.append(try #require(await iterator.next()?.short)) }
        for number in 11...12 { try await store.set("\(number)", to: number) }
        await database.close()
        while let event = await iterator.next() { seen.append(event.short) }
        #expect(seen == ["+1", "+2", "+3", "missed 7", "+11", "+12"])
        #expect(await patient.all.map(\.short) == (1...12).map { "+\($0)" })
    }

    @Test func `of events with large values fewer wait, and a single one does in any case`()
        async throws
    {
        var configuration = SQLiteDatabase.Configuration()
        configuration.limits.historyBytes = 100_000
        let database = try await SQLiteDatabase.inMemory(configuration: configuration)
        let store = try await database.store(instance: "a")
        let events = database.events()
        let large = String(repeating: "x", count: 30_000)
        for number in 1...8 { try await store.set("\(number)", to: large) }
        var iterator = events.makeAsyncIterator()
        var seen: [String] = []
        for _ in 0..<4 { seen.append(try #require(await iterator.next()?.short)) }
        try await store.set("9", to: String(repeating: "x", count: 200_000))
        try await store.delete("9")
        await database.close()
        while let event = await iterator.next() { seen.append(event.short) }
        #expect(seen == ["+1", "+2", "+3", "missed 5", "+9", "-9"])
    }

    @Test func `an overflow has the revision of the last event that is missing`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let events = database.events(capacity: 1)
        for number in 1...3 { try await store.set("k", to: number) }
        let last = try await store.entry("k", as: Int.self)?.revision
        await database.close()
        let all = await events.all
        #expect(all.map(\.short) == ["+k", "missed 2"])
        #expect(all.last?.revision == last)
    }

    @Test func `events missed while the buffer is read are counted once`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let events = database.events(capacity: 2)
        var iterator = events.makeAsyncIterator()
        var (seen, missed) = (0, 0)
        for round in 1...30 {
            try await store.mset(["a": 1, "b": 2, "c": 3])
            // Sometimes more than there is room for is there, sometimes less.
            for _ in 0..<(round % 3) {
                switch try #require(await iterator.next()).kind {
                case .overflow(let count): missed += count
                default: seen += 1
                }
            }
        }
        await database.close()
        while let event = await iterator.next() {
            if case .overflow(let count) = event.kind { missed += count } else { seen += 1 }
        }
        #expect(seen + missed == 90)
    }

    @Test func `who begins to listen during a transaction is told of it`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let held = await HeldWriter(database)
        let count = Announcements.unobserved + 5
        let write = Task { @Lane in
            try await store.transaction { tx in
                for index in 0..<count { try tx.set("\(index)", to: index) }
            }
        }
        // It shares a transaction, which begins without listeners, and is held in it again.
        let entered = AsyncStream.makeStream(of: Void.self)
        let gate = DispatchSemaphore(value: 0)
        let gated = Task { @Lane in
            try await database.write { _ in
                entered.continuation.yield()
                gate.wait()
            }
        }
        await Task { @Lane in held.letGo() }.value
        var iterator = entered.stream.makeAsyncIterator()
        await iterator.next()
        let events = database.events(capacity: 10_000)
        let filtered = database.events(namespace: "other")
        gate.signal()
        try await write.value
        try await gated.value
        await database.close()
        let shorts = await events.all.map(\.short)
        #expect(shorts == (0..<Announcements.unobserved).map { "+\($0)" } + ["missed 5"])
        #expect(await filtered.all.map(\.short) == ["missed 5"])
    }

    @Test func `a listener that is gone costs nothing, and others go on`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let staying = database.events()
        do { _ = database.events() }
        weak var gone: EventListener?
        do {
            let events = database.events()
            gone = events.listener
            try await store.set("a", to: 1)
        }
        #expect(gone == nil)
        try await store.set("b", to: 1)
        await database.close()
        #expect(await staying.all.map(\.short) == ["+a", "+b"])
    }

    @Test func `a listener whose task is cancelled ends, and others go on`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let staying = database.events()
        let started = AsyncStream.makeStream(of: Void.self)
        let listening = Task {
            var seen: [String] = []
            for await event in database.events() {
                seen.append(event.short)
                started.continuation.yield()
            }
            return seen
        }
        // The task listens from some time on: it is written to until it has heard something.
        let writing = Task {
            var number = 0
            while !Task.isCancelled {
                try await store.set("\(number)", to: 1)
                number += 1
                await Task.yield()
            }
        }
        var iterator = started.stream.makeAsyncIterator()
        await iterator.next()
        listening.cancel()
        #expect(await !listening.value.isEmpty)
        writing.cancel()
        _ = await writing.result
        await database.close()
        #expect(await !staying.all.isEmpty)
    }

    @Test func `many that listen and write at once each get every event in order`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let listeners = (0..<8).map { _ in database.events(capacity: 10_000) }
        let listening = listeners.map { events in Task { await events.all } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for number in 0..<25 { try await store.set("\(writer)/\(number)", to: number) }
                }
            }
            try await group.waitForAll()
        }
        await database.close()
        let first = try #require(await listening.first?.value)
        #expect(first.count == 200)
        #expect(zip(first, first.dropFirst()).allSatisfy { $0.revision < $1.revision })
        for listener in listening { #expect(await listener.value == first) }
    }
}
