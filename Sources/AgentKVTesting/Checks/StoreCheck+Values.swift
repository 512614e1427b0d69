import AgentKV

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A record with everything in it that records usually have.
struct Sample: Codable, Hashable, Sendable {
    enum Mood: String, Codable, Sendable { case calm, hasty }
    enum Shape: Codable, Hashable, Sendable {
        case circle(radius: Double)
        case point
    }

    var name = "Ada"
    var mood = Mood.hasty
    var shapes: [Shape] = [.circle(radius: 0.5), .point]
    var parent: Int?
    var scores: [String: [Int]] = ["a": [1, 2], "b": []]
    var made = Date(timeIntervalSince1970: 1_700_000_000.25)
    var bytes = Data([0, 1, 254, 255])
    var home = URL(string: "https://example.org/a%20b?c=d#e")
    var isOn = true
}

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
        StoreCheck("a value reads as another type where JSON leads there") { store, _ in
            try await store.set("a", to: 5)
            try await expect(store.get("a", as: Double.self), is: 5)
            try await expect(store.get("a", as: Int8.self), is: 5)
            try await expect(store.get("a"), is: 5)
            try await expect(store.entry("a", as: Double.self)?.value, is: 5)
            try await expect(store.mget(["a"], as: UInt.self), is: [5])
            try await store.set("a", to: 5.0)
            try await expect(store.get("a", as: Int.self), is: 5)
            try await store.set("a", to: Sample())
            try await expect(store.get("a")?["mood"], is: "hasty")
            try await store.set("a", to: ["circle": ["radius": 2]])
            try await expect(store.get("a", as: Sample.Shape.self), is: .circle(radius: 2))
        },
        StoreCheck("in JSON a date is seconds since 1970, data base64, a URL its text") {
            store, _ in
            try await store.set("a", to: Date(timeIntervalSince1970: 1.5))
            try await expect(store.get("a"), is: 1.5)
            try await store.set("a", to: Data([1, 2, 3]))
            try await expect(store.get("a"), is: "AQID")
            try await store.set("a", to: URL(string: "https://example.org/a"))
            try await expect(store.get("a"), is: "https://example.org/a")
            try await store.set("a", to: [Decimal(string: "1.5")])
            try await expect(store.get("a"), is: [1.5])
        },
        StoreCheck("a read as a type that does not fit is an error, and the value stays") {
            store, _ in
            try await store.set("a", to: "text", ttl: .seconds(5))
            try await store.set("n", to: 300)
            try await expect(store, refuses: .typeMismatch, of: "a") {
                try await store.get("a", as: Int.self)
            }
            try await expect(store, refuses: .typeMismatch, of: "a") {
                try await store.entry("a", as: Sample.self)
            }
            try await expect(store, refuses: .typeMismatch, of: "n") {
                try await store.get("n", as: Int8.self)
            }
            try await expect(store, refuses: .typeMismatch, of: "n") {
                try await store.get("n", as: [Int].self)
            }
            try await expect(store, refuses: .typeMismatch, of: "a") {
                try await store.mget(["n", "a"], as: Int.self)
            }
            try await expect(store, refuses: .typeMismatch, of: "a") {
                try await store.getMany(["n", "a"], as: Int.self)
            }
            try await store.set("n", to: nil)
            try await expect(store, refuses: .typeMismatch, of: "n") {
                try await store.get("n", as: Int.self)
            }
            try await store.set("n", to: 1.5)
            try await expect(store, refuses: .typeMismatch, of: "n") {
                try await store.get("n", as: Int.self)
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
