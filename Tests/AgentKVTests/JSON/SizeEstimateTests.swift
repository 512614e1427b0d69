import Foundation
import Testing

@testable import AgentKV

@Suite struct SizeEstimateTests {
    private struct Node: Codable {
        var name: String
        var children: [Node]
    }

    private final class Counted: Codable {
        nonisolated(unsafe) static var encodings = 0
        func encode(to encoder: any Encoder) throws { Self.encodings += 1 }
        init() {}
        init(from decoder: any Decoder) throws {}
    }

    private func bytes<V>(of value: V) -> Int {
        var estimate = SizeEstimate()
        return estimate.bytes(of: value)
    }

    private let text = String(repeating: "x", count: 1_000)

    @Test func `what it has time for it measures exactly`() {
        let node = Node(name: text, children: [Node(name: text, children: [])])
        #expect((2_000..<2_500).contains(bytes(of: node)))
        #expect((3_000..<3_500).contains(bytes(of: [text, "", text, text])))
        #expect((1_000..<1_200).contains(bytes(of: Optional(text))))
        #expect(bytes(of: String?.none) < 100)
        #expect((1_000..<1_200).contains(bytes(of: URL(string: "https://\(text)"))))
    }

    @Test func `of many like one another it finds out about how large they are`() {
        #expect((1_000_000..<1_100_000).contains(bytes(of: Array(repeating: text, count: 1_000))))
        let numbered = Dictionary(uniqueKeysWithValues: (0..<1_000).map { ($0, text) })
        #expect((1_000_000..<1_200_000).contains(bytes(of: numbered)))
        let nodes = Array(repeating: Node(name: text, children: []), count: 1_000)
        #expect((1_000_000..<1_200_000).contains(bytes(of: Node(name: "", children: nodes))))
        let json = JSONValue.object(["a": .array(Array(repeating: .string(text), count: 1_000))])
        #expect((1_000_000..<1_200_000).contains(json.approximateBytes))
        #expect(bytes(of: Data(count: 1 << 20)) >= 1 << 20)
        #expect(bytes(of: [Double](repeating: 0, count: 1_000)) >= 8_000)
    }

    @Test func `it looks at no more than a few parts`() {
        _ = bytes(of: (0..<10_000).map { _ in Counted() })
        #expect(Counted.encodings <= 128)
        var deep = JSONValue.null
        for _ in 0..<400 { deep = [deep] }
        #expect(deep.approximateBytes > 0)
        var chain = Node(name: "", children: [])
        for _ in 0..<400 { chain = Node(name: "", children: [chain]) }
        #expect(bytes(of: chain) > 0)
    }
}
