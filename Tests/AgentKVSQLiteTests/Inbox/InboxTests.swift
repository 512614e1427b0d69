import AgentKV
import AgentKVSQLite
import AgentKVTesting
import Testing

@Suite("Inboxes in SQLite", .timeLimit(.minutes(10)))
struct InboxTests {
    @Test func `a message that was lent comes back after a restart`() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let first = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        let inbox = try await first.store(instance: "a").inbox("i", of: String.self)
        try await inbox.send("a", id: 1)
        try await inbox.send("b", ttl: .seconds(7))
        try await inbox.send("c")
        let before = try await inbox.reserve(max: 2, lease: .seconds(10))
        #expect(before.map(\.message) == ["a", "b"])
        await first.close()
        await #expect(throws: StoreError.closed) { try await before[0].acknowledge() }

        clock.advance(by: .seconds(6))
        let second = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        let again = try await second.store(instance: "a").inbox("i", of: String.self)
        #expect(try await again.send("a", id: 1) == .duplicate)
        #expect(try await again.peek() == "c")
        clock.advance(by: .seconds(4))
        let deliveries = try await again.reserve(max: 9, lease: .seconds(10))
        #expect(deliveries.map(\.message) == ["a", "c"])
        #expect(deliveries.map(\.attempt) == [2, 1])
        #expect(deliveries[0].id == before[0].id)
        await second.close()
    }

    @Test func `what is due comes after a restart to who only waits`() async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let options = InboxOptions(maximumAttempts: 2, deadLetters: "dead")
        let first = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        let inbox = try await first.store(instance: "a").inbox("i", of: Int.self, options: options)
        try await inbox.send(contentsOf: 1...2)
        try await inbox.reserve(lease: .seconds(5))[0].release()
        _ = try await inbox.reserve(lease: .seconds(5))
        _ = try await inbox.reserve(lease: .seconds(9))
        await first.close()

        let configuration = SQLiteDatabase.Configuration.at(clock, sweeps: true)
        let second = try await SQLiteDatabase(path: folder.file(), configuration: configuration)
        let store = try await second.store(instance: "a")
        let waited = [store.inbox("dead", of: Int.self), store.inbox("i", of: Int.self)]
        let receivers = waited.map { inbox in Task { try await inbox.receive() } }
        for inbox in waited { while inbox.waiterCount < 1 { await Task.yield() } }
        clock.advance(by: .seconds(5))
        #expect(try await receivers[0].value == 1)
        clock.advance(by: .seconds(4))
        #expect(try await receivers[1].value == 2)
        await second.close()
    }

    @Test func `two stores of one place share an inbox and those who wait`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let inbox = try await database.store(instance: "a").inbox("i", of: Int.self)
        let other = try await database.store(instance: "a").inbox("i", of: Int.self)
        async let message = inbox.receive()
        while other.waiterCount < 1 { await Task.yield() }
        try await other.send(1)
        #expect(try await message == 1)
    }

    @Test func `closing the database ends those who wait`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let inbox = try await database.store(instance: "a").inbox("i", of: Int.self)
        let waiting = Task { try await inbox.receive() }
        while inbox.waiterCount < 1 { await Task.yield() }
        await database.close()
        await #expect(throws: StoreError.closed) { try await waiting.value }
    }
}
