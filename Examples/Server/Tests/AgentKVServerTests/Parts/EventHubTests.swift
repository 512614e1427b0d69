import AgentKV
import AgentKVSQLite
import NIOCore
import Synchronization
import Testing

@testable import AgentKVServer

@Suite(.timeLimit(.minutes(1))) struct EventHubTests {
    /// Waits until a client has been told of a revision.
    private static func wait(_ subscriber: Subscriber, for revision: Revision) async {
        while case .frames(let frames) = await subscriber.next() {
            if frames.contains(where: { $0.revision == revision }) { return }
        }
    }

    /// What a client gets first that has followed an instance by its name, up to a revision, and comes back
    /// when `body` is done and told of.
    private static func first(
        _ name: String = "a",
        _ body: (SQLiteDatabase) async throws -> Void
    ) async throws -> [String] {
        let database = try await SQLiteDatabase.inMemory()
        let hub = try await ServerParts(ServerOptions(), database: database, logger: .silent).events
        return try await withThrowingTaskGroup { group in
            group.addTask { await hub.run() }
            let other = hub.subscribe(EventFilter(), after: nil, greets: false) {}
            for name in ["a", "b"] { try await database.createInstance(name: name) }
            try await database.set("k", to: 1, instance: "a", namespace: "n")
            let start = try await database.lastRevision()
            try await database.set("l", to: 1, instance: "a", namespace: "n")
            try await body(database)
            await wait(other, for: try await database.lastRevision())
            let id = try await database.getInstance(name)?.id
            let filter = EventFilter(instance: FollowedInstance(lookingFor: name, id: id))
            let client = hub.subscribe(filter, after: start, greets: true) {}
            guard case .frames(let frames) = await client.next() else { return [] }
            group.cancelAll()
            await database.close()
            return try frames.map { frame in
                let json = try JSONValue(parsing: String(buffer: frame.text))
                let type = json["type"]?.description ?? ""
                if let key = json["data"]?["key"] { return "+\(key)" }
                return json["data"]?["resumed"].map { "\($0)" } ?? type
            }
        }
    }

    private static let restarted = ["false", "\"kvStore:restarted\""]

    @Test func `Who comes back to an instance that was made again in its place begins anew`()
        async throws
    {
        let told = try await Self.first { database in
            try await database.deleteInstance("a")
            try await database.createInstance(name: "a")
            try await database.set("m", to: 1, instance: "a", namespace: "n")
        }
        #expect(told == Self.restarted)
        let toldOfRenamed = try await Self.first { database in
            try await database.updateInstance("a", name: "c")
            try await database.updateInstance("b", name: "a")
        }
        #expect(toldOfRenamed == Self.restarted)
    }

    @Test func `Who comes back to an instance that is gone or renamed begins anew`() async throws {
        let told = try await Self.first { try await $0.deleteInstance("a") }
        #expect(told == Self.restarted)
        let toldOfRenamed = try await Self.first { try await $0.updateInstance("a", name: "c") }
        #expect(toldOfRenamed == Self.restarted)
    }

    @Test func `Who comes back to the same instance goes on, whatever becomes of others`()
        async throws
    {
        let told = try await Self.first { database in
            try await database.updateInstance("a", description: "d")
            try await database.deleteInstance("b")
            try await database.createInstance(name: "b")
            try await database.set("m", to: 1, instance: "a", namespace: "n")
        }
        #expect(told == ["true", "+\"l\"", "\"kvStore:instance-updated\"", "+\"m\""])
        let toldOfNew = try await Self.first("c") { database in
            try await database.createInstance(name: "c")
            try await database.set("m", to: 1, instance: "c", namespace: "n")
            try await database.deleteInstance("b")
        }
        #expect(toldOfNew == ["true", "\"kvStore:instance-created\"", "+\"m\""])
    }

    @Test func `A client whose instance cannot be looked for again is not told of anything`()
        async throws
    {
        let database = try await SQLiteDatabase.inMemory()
        let hub = try await ServerParts(ServerOptions(), database: database, logger: .silent).events
        let filter = EventFilter(instance: FollowedInstance(lookingFor: "a"))
        await #expect(throws: StoreError.closed) {
            _ = try await hub.subscribe(filter, after: nil, greets: true) {
            } lookUp: { _ in
                #expect(hub.subscriberCount == 1)
                throw StoreError.closed
            }
        }
        #expect(hub.subscriberCount == 0)
        await database.close()
    }

    @Test func `A client that comes back for many events may have no more waiting than others`()
        async throws
    {
        let options = ServerOptions.changed { $0.limits.waitingEvents = 2 }
        let database = try await SQLiteDatabase.inMemory()
        let hub = try await ServerParts(options, database: database, logger: .silent).events
        try await withThrowingTaskGroup { group in
            group.addTask { await hub.run() }
            let other = hub.subscribe(EventFilter(), after: nil, greets: false) {}
            try await database.createInstance(name: "a")
            let start = try await database.lastRevision()
            let write = { @Sendable () async throws in
                let record = try await database.set("k", to: 1, instance: "a", namespace: "n")
                await Self.wait(other, for: record.revision)
            }
            for _ in 1...10 { try await write() }
            let slow = Atomic(0)
            let client = hub.subscribe(EventFilter(), after: start, greets: false) {
                slow.add(1, ordering: .relaxed)
            }
            guard case .frames(let first) = await client.next() else {
                Issue.record("it has nothing to begin with")
                return
            }
            #expect(first.count == 11)
            // Who is told of the last one knows that all others were told of the one before.
            for _ in 1...4 { try await write() }
            #expect(slow.load(ordering: .relaxed) == 1)
            #expect(hub.subscriberCount == 1)
            group.cancelAll()
        }
        await database.close()
    }
}
