import AgentKVTesting
import Testing

@testable import AgentKV
@testable import AgentKVSQLite

/// What an export tells of the messages of inboxes, and what an import makes of it.
@Suite struct ExportMessagesTests {
    private let clock = ManualClock()

    private func open() async throws -> SQLiteDatabase {
        try await SQLiteDatabase.inMemory(configuration: .at(clock))
    }

    /// A database with an inbox of which messages wait, are lent and are remembered, and one of which all
    /// is lent.
    private func filled() async throws -> SQLiteDatabase {
        let database = try await open()
        let store = try await database.store(instance: "a")
        try await store.set("b", to: 1)
        let inbox = store.inbox("i", of: String.self)
        try await inbox.send("lent", id: 1)
        try await inbox.send("short", ttl: .seconds(20))
        try await inbox.send("long")
        _ = try await inbox.reserve(lease: .seconds(10))
        let emptied = store.inbox("c", of: Int.self)
        try await emptied.send(1)
        _ = try await emptied.reserve(lease: .seconds(10))
        return database
    }

    @Test func `lines tell what is known of messages, also where there is no record`() async throws
    {
        let database = try await filled()
        for namespace in [nil, "default"] {
            let lines = try await database.export(instance: "a", namespace: namespace).collected()
                .dropFirst().map { try JSONValue(parsing: $0) }
            #expect(lines.map { $0["key"] } == ["b", "c", "i"])
            #expect(lines[0]["messages"] == nil)
            #expect(lines[1]["value"] == nil)
            #expect(lines[1]["messages"]?.kinds == ["lent", "list"])
            #expect(lines[2]["value"] == ["short", "long"])
            #expect(lines[2]["messages"]?.kinds == ["id", "ids", "lent", "list"])
        }
    }

    @Test func `an import has the messages again, with attempts, lifetimes and ids`() async throws {
        let lines = try await filled().export(instance: "a").collected()
        let database = try await open()
        let result = try await database.importLines(stream(lines))
        #expect(result.recordsSet == 2)
        let store = try await database.store(instance: "a")
        let inbox = store.inbox("i", of: String.self)
        #expect(try await inbox.send("again", id: 1) == .duplicate)
        #expect(try await store.get("i") == ["short", "long"])
        clock.advance(by: .seconds(10))
        #expect(try await store.get("i") == ["lent", "short", "long"])
        #expect(try await store.get("c") == [1])
        clock.advance(by: .seconds(10))
        #expect(try await store.get("i") == ["lent", "long"])
        let lent = try await inbox.reserve(max: 9, lease: .seconds(1))
        #expect(lent.map(\.attempt) == [2, 1])
        #expect(try await database.checkIntegrity() == [])
    }

    @Test func `what has expired meanwhile is not received again`() async throws {
        let lines = try await filled().export(instance: "a").collected()
        clock.advance(by: .seconds(30))
        let database = try await open()
        try await database.importLines(stream(lines))
        let inbox = try await database.store(instance: "a").inbox("i", of: String.self)
        #expect(try await inbox.drain() == ["lent", "long"])
    }

    @Test func `messages that are there are kept, replaced or a conflict`() async throws {
        let lines = try await filled().export(instance: "a").collected()
        let database = try await filled()
        let store = try await database.store(instance: "a")
        let inbox = store.inbox("c", of: Int.self)
        try await inbox.send(2)
        _ = try await inbox.reserve(lease: .seconds(10))
        _ = try await database.importLines(stream(lines), into: "a", existing: .keep)
        let count = try await database.metadataCount
        await #expect(throws: ImportError.self) {
            try await database.importLines(
                stream([lines[0], lines[2]]),
                into: "a",
                existing: .fail
            )
        }
        #expect(try await database.metadataCount == count)
        try await database.importLines(stream(lines), into: "a", existing: .overwrite)
        clock.advance(by: .seconds(10))
        #expect(try await store.get("c") == [1])
        #expect(try await store.get("i") == ["lent", "short", "long"])
    }

    @Test func `numbers of imported messages are not given again`() async throws {
        let database = try await open()
        let line = """
            {"key":"i","value":[1],"messages":[{"kind":"list","value":{"waiting":{"revision":5,"count":1,\
            "entries":[{"place":0,"checksum":0,"info":{"attempts":1,"number":{"revision":500000,\
            "index":0}}}]},"eras":{"current":0,"ended":[]},"isLent":false}}]}
            """
        try await database.importLines(
            stream([line]),
            into: "a",
            namespace: "n",
            autoCreateInstance: true
        )
        #expect(try await database.lastRevision().rawValue >= 500_000)
    }

    private static let bad = [
        (#"{"key":"k","messages":1}"#, "no array"),
        (#"{"key":"k","messages":[1]}"#, "no object"),
        (#"{"key":"k","messages":[{"kind":"","value":1}]}"#, "is empty"),
        (#"{"key":"k","messages":[{"kind":"a","value":1,"due":"x"}]}"#, "whole number"),
    ]

    @Test(arguments: bad)
    func `a line whose messages make no sense is refused`(
        _ line: String,
        _ word: String
    ) async throws {
        let database = try await open()
        let error = await #expect(throws: ImportError.self) {
            try await database.importLines(
                stream([line]),
                into: "a",
                namespace: "n",
                autoCreateInstance: true
            )
        }
        #expect(error?.reason.contains(word) == true)
        #expect(error?.key == "k")
    }
}

extension JSONValue {
    /// The kinds of what a line tells of messages.
    fileprivate var kinds: [JSONValue?] {
        if case .array(let parts) = self { parts.map { $0["kind"] } } else { [] }
    }
}
