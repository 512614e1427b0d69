import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

@Suite struct CorruptedPageTests {
    @Test func `what lies on a corrupted page is told of, and the rest is still there`()
        async throws
    {
        let folder = try TemporaryFolder()
        let first = try await SQLiteDatabase(path: folder.file())
        let filler = String(repeating: "x", count: 1_000)
        let values = (0..<100).map { ("key\($0)", JSONValue.string("marker \($0) \(filler)")) }
        try await first.store(instance: "a").mset(Dictionary(uniqueKeysWithValues: values))
        await first.close()
        let url = URL(fileURLWithPath: folder.file())
        var bytes = try Data(contentsOf: url)
        let place = try #require(bytes.range(of: Data("marker 50 ".utf8))).lowerBound
        let page = place / 4_096 * 4_096
        bytes.replaceSubrange(page..<page + 8, with: repeatElement(0xFF, count: 8))
        try bytes.write(to: url)
        let database = try await SQLiteDatabase(path: folder.file())
        let store = try await database.store(instance: "a")
        await expectProblem(.corrupted) { try await store.get("key50") }
        await expectProblem(.corrupted) { try await store.set("key50", to: 1) }
        await expectProblem(.corrupted) {
            try await database.get("key50", instance: "a", namespace: "default")
        }
        var readable = 0
        for (key, value) in values {
            if await (try? store.get(key)) == value { readable += 1 }
        }
        #expect(90..<100 ~= readable)
    }

    @Test func `a header that is damaged is told of when the file is opened`() async throws {
        let folder = try TemporaryFolder()
        let first = try await SQLiteDatabase(path: folder.file())
        try await first.store(instance: "a").set("key", to: 1)
        await first.close()
        let url = URL(fileURLWithPath: folder.file())
        var bytes = try Data(contentsOf: url)
        // The root of the schema.
        bytes.replaceSubrange(100..<108, with: repeatElement(0xFF, count: 8))
        try bytes.write(to: url)
        await expectProblem(.corrupted) { try await SQLiteDatabase(path: folder.file()) }
    }
}
