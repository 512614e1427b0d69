import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

/// Inboxes whose lists are also written by a program that knows only the five columns.
@Suite struct ForeignListTests {
    private let clock = ManualClock()

    private struct World {
        let folder: TemporaryFolder
        let database: SQLiteDatabase
        let store: SQLiteStore
        let inbox: Inbox<Int>
        let other: Connection

        init(_ clock: ManualClock) async throws {
            folder = try TemporaryFolder()
            database = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
            store = try await database.store(instance: "a")
            inbox = store.inbox("i", of: Int.self)
            other = try Connection.foreign(folder.file())
        }

        func write(_ list: String) throws {
            try other.execute(
                "UPDATE kv_store SET value = '\(list)', updated_at = 1 WHERE key = 'i'"
            )
        }
    }

    @Test func `what is known of messages goes with those that are still there`() async throws {
        let world = try await World(clock)
        try await world.inbox.send(1)
        try await world.inbox.send(2, ttl: .seconds(5))
        try await world.inbox.send(3)
        try world.write("[0,2,3,4]")
        clock.advance(by: .seconds(5))
        #expect(try await world.store.get("i") == [0, 3, 4])
    }

    @Test func `an equal message that comes later inherits nothing`() async throws {
        let world = try await World(clock)
        try await world.inbox.send(7, ttl: .seconds(5))
        try await world.inbox.send(8)
        #expect(try await world.inbox.receive(timeout: .zero) == 7)
        try world.write("[8,7]")
        clock.advance(by: .seconds(5))
        #expect(try await world.store.get("i") == [8, 7])
    }

    @Test func `a list that it deletes leaves nothing that does harm`() async throws {
        let world = try await World(clock)
        try await world.inbox.send(1, ttl: .seconds(60))
        try await world.inbox.send(2)
        _ = try await world.inbox.reserve(lease: .seconds(5))
        try world.other.execute("DELETE FROM kv_store WHERE key = 'i'")
        try await world.inbox.send(3)
        clock.advance(by: .seconds(60))
        #expect(try await world.store.get("i") == [3])
        clock.advance(by: .seconds(3_600))
        _ = try await world.store.get("i")
        #expect(try await world.database.checkIntegrity().isEmpty)
    }

    @Test func `a value that is no list keeps what is lent aside`() async throws {
        let world = try await World(clock)
        try await world.inbox.send(contentsOf: [1, 2])
        _ = try await world.inbox.reserve(lease: .seconds(5))
        try world.write("{}")
        clock.advance(by: .seconds(5))
        #expect(try await world.store.get("i") == [:])
        try world.write("[9]")
        clock.advance(by: .seconds(60))
        #expect(try await world.store.get("i") == [1, 9])
    }
}
