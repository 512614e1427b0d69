import AgentKV

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension StoreCheck {
    static let values: [StoreCheck] = [
        StoreCheck("a value comes back in its type as it was") { store, _ in
            try await returns(true, from: store)
            try await returns("", from: store)
            try await returns(1.0 / 3, from: store)
            try await returns(Float(0.1), from: store)
            try await returns(Double.greatestFiniteMagnitude, from: store)
            try await returns(UInt64(Int64.max), from: store)
            try await returns(Int8.min, from: store)
            try await returns([1, 2, 3], from: store)
            try await returns([[String: Int]](), from: store)
            try await returns(["a": ["b": [1.5]]], from: store)
            try await returns(Set([1, 2, 3]), from: store)
            try await returns([1, nil, 3] as [Int?], from: store)
            try await returns(Sample(), from: store)
            try await returns(Sample.Mood.calm, from: store)
            try await returns(Sample.Shape.circle(radius: 2), from: store)
            try await returns(Date(timeIntervalSince1970: -1.5), from: store)
            try await returns(Data([0, 255]), from: store)
            try await returns(URL(string: "file:///tmp/a"), from: store)
            try await returns(
                ["null": nil, "list": [true, 1, 1.5, "x", [:], []]] as JSONValue,
                from: store
            )
        },
        StoreCheck("integers are exact over all of Int64") { store, _ in
            for number in [Int64.min, .min + 1, -1, 0, 1 << 53 + 1, .max - 1, .max] {
                try await returns(number, from: store)
                try await store.set("a", to: Int(number))
                try await expect(store.get("a"), is: .integer(number))
                try await store.set("a", to: .integer(number))
                try await expect(store.get("a", as: Int64.self), is: number)
                try await store.set("a", to: ["n": [number]])
                try await expect(store.get("a")?["n"]?[0], is: .integer(number))
            }
        },
        StoreCheck("text comes back byte for byte") { store, _ in
            for text in ["e\u{301}", "\u{E9}", "\u{0}", "a\u{0}b", "👩‍👩‍👧", "\"\\/\r\n\u{7F}\u{2028}"] {
                try await store.set("a", to: text)
                let found = try await store.get("a", as: String.self) ?? ""
                try expect(Array(found.utf8), is: Array(text.utf8))
                try await store.set("a", to: [text: text])
                try await expect(store.get("a"), is: [text: .string(text)])
            }
        },
    ]

    private static func returns<V: Codable & Sendable & Equatable>(
        _ value: V,
        from store: any KeyValueStore,
        line: Int = #line
    ) async throws {
        try await store.set("value", to: value)
        try await expect(store.get("value", as: V.self), is: value, "\(V.self)", line: line)
    }
}
