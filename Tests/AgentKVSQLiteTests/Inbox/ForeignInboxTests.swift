import AgentKV
import AgentKVTesting
import Testing

@testable import AgentKVSQLite

/// A program that knows the five columns only changes the list of an inbox.
@Suite struct ForeignInboxTests {
    /// An inbox of the messages 1 to 4: the first two have been lent once, 3 ends after 5 s.
    private func filled(
        _ body: (SQLiteStore, Inbox<Int>, ManualClock, Connection) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let database = try await SQLiteDatabase(path: folder.file(), configuration: .at(clock))
        let store = try await database.store(instance: "a")
        let inbox = store.inbox("i", of: Int.self)
        try await inbox.send(contentsOf: 1...2)
        try await inbox.send(3, ttl: .seconds(5))
        try await inbox.send(4)
        for delivery in try await inbox.reserve(max: 2, lease: .seconds(5)) {
            try await delivery.release()
        }
        try await body(store, inbox, clock, try Connection.foreign(folder.file()))
        await database.close()
    }

    private func write(_ list: String, by other: Connection) throws {
        try other.execute("UPDATE kv_store SET value = '\(list)', updated_at = 5 WHERE key = 'i'")
    }

    @Test func `messages that it leaves keep what is known of them, in their order`() async throws {
        try await filled { _, inbox, clock, other in
            try write("[2,7,3,4,8]", by: other)
            #expect(try await inbox.count() == 5)
            clock.advance(by: .seconds(5))
            let lent = try await inbox.reserve(max: 9, lease: .seconds(5))
            #expect(lent.map(\.message) == [2, 7, 4, 8])
            #expect(lent.map(\.attempt) == [2, 1, 1, 1])
        }
    }

    @Test func `what it puts in their place is new`() async throws {
        try await filled { _, inbox, clock, other in
            try write("[9,8,7]", by: other)
            clock.advance(by: .seconds(5))
            let lent = try await inbox.reserve(max: 9, lease: .seconds(5))
            #expect(lent.map(\.message) == [9, 8, 7])
            #expect(lent.map(\.attempt) == [1, 1, 1])
        }
    }

    @Test func `what it deletes and writes anew is new`() async throws {
        try await filled { store, inbox, clock, other in
            try other.execute("DELETE FROM kv_store WHERE key = 'i'")
            #expect(try await inbox.count() == 0)
            try await store.listAppend("i", items: [1, 2, 3])
            clock.advance(by: .seconds(5))
            let lent = try await inbox.reserve(max: 9, lease: .seconds(5))
            #expect(lent.map(\.message) == [1, 2, 3])
            #expect(lent.map(\.attempt) == [1, 1, 1])
        }
    }

    @Test func `a message that is lent comes back to the list that it wrote`() async throws {
        try await filled { _, inbox, clock, other in
            let lent = try await inbox.reserve(max: 2, lease: .seconds(2))
            try write("[3,5]", by: other)
            try await lent[0].acknowledge()
            clock.advance(by: .seconds(2))
            #expect(try await inbox.drain() == [2, 3, 5])
        }
    }
}
