import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

/// The ends of leases and of messages, as events of the database.
@Suite(.timeLimit(.minutes(1))) struct SQLiteInboxEndTests {
    private let clock = ManualClock()

    @Test func `with sweeping the end of a lease is an event, without any call`() async throws {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock, sweeps: true))
        let store = try await database.store(instance: "a")
        let inbox = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 2))
        try await inbox.send(contentsOf: [1, 2])
        var changes = store.changes().makeAsyncIterator()
        _ = try await inbox.reserve(lease: .seconds(3))
        #expect(try await changes.next()?.message == .lent)
        await clock.waitForSleepers()
        clock.advance(by: .seconds(3))
        let returned = try #require(try await changes.next())
        #expect(returned.message == .returned)
        #expect(try returned.json() == [1, 2])
        _ = try await inbox.reserve(lease: .seconds(3))
        #expect(try await changes.next()?.message == .lent)
        await clock.waitForSleepers()
        clock.advance(by: .seconds(3))
        let dead = try #require(try await changes.next())
        #expect(dead.message == .dead)
        #expect(dead.key == "i:dead-letters")
    }

    @Test func `with sweeping a message that expires goes by itself`() async throws {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock, sweeps: true))
        let store = try await database.store(instance: "a")
        let inbox = store.inbox("i", of: Int.self)
        try await inbox.send(1, ttl: .seconds(3))
        try await inbox.send(2)
        var changes = store.changes().makeAsyncIterator()
        await clock.waitForSleepers()
        clock.advance(by: .seconds(3))
        let expired = try #require(try await changes.next())
        #expect(expired.kind == .set)
        #expect(try expired.json() == [2])
    }

    private struct Call: CustomTestStringConvertible {
        let testDescription: String
        let run: @Sendable (SQLiteStore) async throws -> Void

        init(_ name: String, _ run: @escaping @Sendable (SQLiteStore) async throws -> Void) {
            (testDescription, self.run) = (name, run)
        }
    }

    private static let calls = [
        Call("get") { _ = try await $0.get("x") }, Call("exists") { _ = try await $0.exists("x") },
        Call("entry") { _ = try await $0.entry("x", as: Int.self) },
        Call("keys") { _ = try await $0.keys() }, Call("count") { _ = try await $0.count() },
        Call("mget") { _ = try await $0.mget(["x"]) }, Call("set") { try await $0.set("x", to: 1) },
        Call("transaction") { try await $0.transaction { _ in } },
        Call("another namespace") { store in
            _ = try await store.database.store(instance: "a", namespace: "n").get("x")
        },
        Call("a query") { store in
            _ = try await store.database.query(Query(instance: "a"))
        },
    ]

    @Test(arguments: calls)
    private func `without sweeping the next call does what is due`(_ call: Call) async throws {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        let inbox = store.inbox("i", of: Int.self, options: InboxOptions(maximumAttempts: 1))
        try await inbox.send(1)
        _ = try await inbox.reserve(lease: .seconds(3))
        clock.advance(by: .milliseconds(2_999))
        try await call.run(store)
        let before = try await database.strings("SELECT key FROM kv_store WHERE key LIKE 'i%'")
        #expect(before == [])
        clock.advance(by: .milliseconds(1))
        try await call.run(store)
        let after = try await database.strings("SELECT key FROM kv_store WHERE key LIKE 'i%'")
        #expect(after == ["i:dead-letters"])
    }

    @Test(arguments: [false, true])
    func `leases of a process that died end after the file is opened again`(
        _ sweeps: Bool
    ) async throws {
        let folder = try TemporaryFolder()
        let first = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        let inbox = try await first.store(instance: "a").inbox("i", of: Int.self)
        try await inbox.send(contentsOf: [1, 2])
        _ = try await inbox.reserve(max: 2, lease: .seconds(3))
        await first.close()
        clock.advance(by: .seconds(4))
        let second = try await SQLiteDatabase(
            path: folder.file(),
            configuration: .at(clock, sweeps: sweeps)
        )
        #expect(try await second.store(instance: "a").get("i") == [1, 2])
        await second.close()
    }

    @Test func `a great many leases that end together are dealt with in parts`() async throws {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        let inbox = store.inbox("i", of: Int.self)
        try await inbox.send(contentsOf: 0..<300)
        _ = try await inbox.reserve(max: 300, lease: .seconds(3))
        clock.advance(by: .seconds(3))
        let commits = try await database.countCommits()
        #expect(try await store.get("i") == JSONValue.array((0..<300).map { .integer($0) }))
        #expect(commits.value > 1)
    }

    @Test func `a part that fails does not undo what was due`() async throws {
        let database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
        let store = try await database.store(instance: "a")
        let inbox = store.inbox("i", of: Int.self)
        try await inbox.send(1)
        _ = try await inbox.reserve(lease: .seconds(3))
        clock.advance(by: .seconds(3))
        await #expect(throws: StoreError.self) {
            try await store.transaction { try $0.set("", to: 1) }
        }
        #expect(try await database.strings("SELECT value FROM kv_store") == ["[1]"])
    }

    @Test func `two databases on one file share the leases`() async throws {
        let folder = try TemporaryFolder()
        let configuration = SQLiteDatabase.Configuration.at(clock)
        let first = try await SQLiteDatabase(path: folder.file(), configuration: configuration)
        let second = try await SQLiteDatabase(path: folder.file(), configuration: configuration)
        let inbox = try await first.store(instance: "a").inbox("i", of: Int.self)
        let other = try await second.store(instance: "a").inbox("i", of: Int.self)
        try await inbox.send(contentsOf: [1, 2, 3])
        let lent = try await inbox.reserve(lease: .seconds(3))
        #expect(try await other.reserve(lease: .seconds(9)).map(\.message) == [2])
        clock.advance(by: .seconds(3))
        #expect(try await other.reserve(max: 9, lease: .seconds(9)).map(\.message) == [1, 3])
        await #expect(throws: StoreError.self) { try await lent[0].acknowledge() }
        await first.close()
        await second.close()
    }
}
