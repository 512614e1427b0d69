import AgentKV
import AgentKVSQLite
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
