import Foundation
import Testing

@Suite("The article on implementing a store")
struct ImplementingAStoreTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: tests.appending(path: path), encoding: .utf8)
    }

    @Test func `shows the store that is held to every promise here`() throws {
        let store = try Self.text("Stores/DictionaryStore.swift")
        let article = try Self.text(
            "../../Sources/AgentKV/AgentKV.docc/ImplementingAStore.md"
        )
        #expect(article.contains("```swift\n\(store)```\n"))
    }

    @Test func `shows a whole store on a few pages`() throws {
        let lines = try Self.text("Stores/DictionaryStore.swift").split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        #expect(lines.dropLast().count <= 120)
    }
}
