import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

/// What calls that are not of an inbox do to its messages, by whichever way they come.
@Suite struct InboxUpkeepTests {
    private let clock = ManualClock()

    /// An inbox with one message that is lent and one that waits.
    private struct World {
        let database: SQLiteDatabase
        let store: SQLiteStore
        let inbox: Inbox<String>
        let lent: Delivery<String>

        init(_ clock: ManualClock, waiting: Int = 1) async throws {
            database = try await SQLiteDatabase.inMemory(configuration: .at(clock))
            store = try await database.store(instance: "a")
            inbox = store.inbox("i", of: String.self)
            try await inbox.send("lent")
            for number in 0..<waiting {
                try await inbox.send("waiting \(number)", ttl: .seconds(60))
            }
            lent = try await inbox.reserve(lease: .seconds(10))[0]
        }
    }

    private struct Call: CustomTestStringConvertible {
        let testDescription: String
        let run: @Sendable (World) async throws -> Void

        init(_ name: String, _ run: @escaping @Sendable (World) async throws -> Void) {
            (testDescription, self.run) = (name, run)
        }
    }

    private static let replacing = [
        Call("set") { try await $0.store.set("i", to: ["new"]) },
        Call("setIfAbsent after delete") {
            try await $0.store.delete("i")
            try await $0.store.setIfAbsent("i", to: ["new"])
        },
        Call("mset") { try await $0.store.mset(["i": ["new"]]) },
        Call("transaction") { world in
            _ = try await world.store.transaction { try $0.set("i", to: ["new"]) }
        },
        Call("record") {
            try await $0.database.set("i", to: ["new"], instance: "a", namespace: "default")
        },
        Call("record with a condition") {
            _ = try await $0.database.set(
                "i",
                to: ["new"],
                if: .present,
                instance: "a",
                namespace: "default"
            )
        },
        Call("deletion of a record") {
            try await $0.database.delete("i", instance: "a", namespace: "default")
            try await $0.store.set("i", to: ["new"])
        },
        Call("deleteAll") {
            _ = try await $0.store.deleteAll(prefix: "i")
            try await $0.store.set("i", to: ["new"])
        },
        Call("deleteNamespace") {
            try await $0.database.deleteNamespace("default", instance: "a")
            try await $0.store.set("i", to: ["new"])
        },
        Call("import") {
            try await $0.database.importLines(
                stream([#"{"key":"i","value":["new"]}"#]),
                into: "a",
                namespace: "default",
                existing: .overwrite
            )
        },
    ]

    @Test(arguments: replacing)
    private func `what replaces or deletes the list takes away what is lent`(
        _ call: Call
    ) async throws {
        for waiting in [0, 2] {
            let world = try await World(clock, waiting: waiting)
            if waiting == 0, call.testDescription == "record with a condition" { continue }
            try await call.run(world)
            await #expect(throws: StoreError.self) { try await world.lent.acknowledge() }
            clock.advance(by: .seconds(10))
            #expect(try await world.store.get("i") == ["new"])
            clock.advance(by: .seconds(60))
            #expect(try await world.inbox.receive(timeout: .zero) == "new")
            #expect(try await world.inbox.receive(timeout: .zero) == nil)
        }
    }

    @Test func `what takes the list leaves what is lent, which comes back`() async throws {
        let world = try await World(clock)
        #expect(try await world.store.listPopAll("i") == ["waiting 0"])
        clock.advance(by: .seconds(10))
        #expect(try await world.store.get("i") == ["lent"])
    }

    @Test(arguments: [0, 1])
    func `a lifetime holds for what is lent, also where nothing waits`(
        _ waiting: Int
    ) async throws {
        let world = try await World(clock, waiting: waiting)
        #expect(try await world.store.expire("i", ttl: .seconds(5)) == (waiting > 0))
        clock.advance(by: .seconds(5))
        await #expect(throws: StoreError.self) { try await world.lent.acknowledge() }
        clock.advance(by: .seconds(5))
        #expect(try await world.inbox.count() == 0)
    }

    @Test func `a list that was purged has taken with it what is lent`() async throws {
        let world = try await World(clock)
        try await world.store.expire("i", ttl: .seconds(5))
        clock.advance(by: .seconds(5))
        #expect(try await world.store.purgeExpired() == 1)
        try await world.inbox.send("new")
        clock.advance(by: .seconds(60))
        #expect(try await world.store.get("i") == ["new"])
    }

    @Test func `a part that fails leaves what is lent as it was`() async throws {
        let world = try await World(clock)
        await #expect(throws: StoreError.self) {
            try await world.store.transaction { tx in
                try tx.set("i", to: ["new"])
                try tx.set("", to: 1)
            }
        }
        let deleted = try await world.database.deleteInstance("missing")
        #expect(!deleted)
        try await world.lent.acknowledge()
        #expect(try await world.store.get("i") == ["waiting 0"])
    }

    @Test func `nothing is left of an inbox that has been emptied`() async throws {
        let world = try await World(clock)
        try await world.lent.acknowledge()
        #expect(try await world.inbox.receive(timeout: .zero) == "waiting 0")
        clock.advance(by: .seconds(3_601))
        #expect(try await world.store.get("i") == nil)
        #expect(try await world.database.metadataCount == 0)
    }
}
