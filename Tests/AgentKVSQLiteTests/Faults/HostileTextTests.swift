import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct HostileTextTests {
    private static let texts = [
        "'", "\"", "%", "_", "*", "[", "]", "\\", "/", ":", "?1", ":a", "$.a", "--", ";",
        "'; DROP TABLE kv_store; --",
        "a%", "a_", "ab", "A", "a", "🗝", "é", "e\u{301}", " ", "\n", "..", "NULL", "0", "00", "0.0",
        "1e3", "\u{1}", "\u{7F}", "\u{FFFF}", "\u{10FFFF}", "x'41'", "{}", "\"a\"",
    ]

    private static var sorted: [String] {
        texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    @Test func `keys may hold anything and are told apart by their bytes`() async throws {
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        for (index, text) in Self.texts.enumerated() { try await store.set(text, to: index) }
        for (index, text) in Self.texts.enumerated() {
            #expect(try await store.get(text) == .integer(Int64(index)))
            #expect(
                try await database.get(text, instance: "a", namespace: "default")
                    == .integer(Int64(index))
            )
            let prefixed = Self.sorted.filter { $0.utf8.starts(with: text.utf8) }
            #expect(try await store.keys(prefix: text).map(\.bytes) == prefixed.map(\.bytes))
            #expect(try await store.count(prefix: text) == prefixed.count)
        }
        #expect(try await store.keys().map(\.bytes) == Self.sorted.map(\.bytes))
        for text in Self.texts { #expect(try await store.delete(text)) }
        #expect(try await store.keys() == [])
    }

    @Test func `namespaces and instances may have any name, and share nothing`() async throws {
        let folder = try TemporaryFolder()
        let database = try await SQLiteDatabase(path: folder.file())
        for (index, text) in Self.texts.enumerated() {
            try await database.set(
                "k",
                to: index,
                instance: "all",
                namespace: text,
                autoCreateInstance: true
            )
            let own = try await database.createInstance(name: text)
            try await database.store(instance: text, namespace: text).set("k", to: index)
            #expect(try await database.getInstance(text)?.id == own.id)
        }
        #expect(
            try await database.getNamespaces(instance: "all").map(\.bytes)
                == Self.sorted.map(\.bytes)
        )
        for (index, text) in Self.texts.enumerated() {
            let value = JSONValue.integer(Int64(index))
            #expect(try await database.get("k", instance: "all", namespace: text) == value)
            #expect(try await database.get("k", instance: text, namespace: text) == value)
            #expect(try await database.getRecordCount(instance: text) == 1)
        }
        for (index, text) in Self.texts.enumerated() {
            #expect(try await database.deleteNamespace(text, instance: "all") == 1)
            #expect(try await database.deleteInstance(text))
            let left = Self.texts.count - index - 1
            #expect(try await database.getRecordCount(instance: "all") == left)
            #expect(try await database.listInstances().count == left + 1)
        }
    }

    @Test(arguments: ["", "a\0b", String(repeating: "n", count: 2_049)])
    func `a name that no instance or namespace may have is refused`(_ name: String) async throws {
        let database = try await SQLiteDatabase.inMemory()
        let instance = try await database.createInstance(name: "a")
        let calls: [@Sendable () async throws -> Void] = [
            { try await database.createInstance(name: name) },
            { try await database.ensureInstance(name) },
            { try await database.updateInstance("a", name: name) },
            { _ = try await database.store(instance: name) },
            { _ = try await database.store(instance: "a", namespace: name) },
            { try await database.set("k", to: 1, instance: "a", namespace: name) },
            {
                try await database.set(
                    "k",
                    to: 1,
                    instance: name,
                    namespace: "n",
                    autoCreateInstance: true
                )
            },
        ]
        for call in calls {
            let error = await #expect(throws: StoreError.self) { try await call() }
            guard case .invalidName(name, let reason) = error else {
                Issue.record("\(error as Any)")
                continue
            }
            #expect(!reason.isEmpty)
        }
        #expect(try await database.listInstances() == [instance])
    }

    @Test func `a value that cannot be JSON is refused, and nothing is written`() async throws {
        struct Unwritable: Codable, Sendable {
            init() {}
            init(from decoder: any Decoder) throws {}
            func encode(to encoder: any Encoder) throws { throw CocoaError(.coderInvalidValue) }
        }
        let database = try await SQLiteDatabase.inMemory()
        let store = try await database.store(instance: "a")
        let deep = (0..<600).reduce(JSONValue.null) { value, _ in .array([value]) }
        let calls: [@Sendable () async throws -> Void] = [
            { try await store.set("k", to: Double.nan) },
            { try await store.set("k", to: [1.0, .infinity]) },
            { try await store.set("k", to: UInt64.max) },
            { try await store.set("k", to: deep) },
            { try await store.set("k", to: Unwritable()) },
            { try await store.mset(["j": 1, "k": Double.nan]) },
            { try await database.set("k", to: Double.infinity, instance: "a", namespace: "n") },
            { try await database.set("k", to: UInt64.max, instance: "a", namespace: "n") },
            { try await database.set("k", to: Unwritable(), instance: "a", namespace: "n") },
            {
                try await database.set(
                    "k",
                    to: .array([.number(.nan)]),
                    instance: "a",
                    namespace: "n"
                )
            },
            {
                try await database.set(
                    "k",
                    to: 1,
                    instance: "a",
                    namespace: "n",
                    metadata: ["m": .number(.nan)]
                )
            },
        ]
        for (index, call) in calls.enumerated() {
            let error = await #expect(throws: StoreError.self, "\(index)") { try await call() }
            guard case .invalidValue("k", let reason) = error else {
                Issue.record("\(index): \(error as Any)")
                continue
            }
            #expect(!reason.isEmpty)
        }
        #expect(try await database.getRecordCount(instance: "a") == 0)
    }
}

extension String {
    /// What tells texts apart that look the same.
    var bytes: [UInt8] { Array(utf8) }
}
