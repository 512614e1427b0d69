import AgentKV

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

private struct Span: Codable, Sendable {
    var at: Date
    var `for`: Duration
}

extension StoreCheck {
    static let conversions: [StoreCheck] = [
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
        StoreCheck(
            "in JSON a date is ISO 8601 text, data base64, a URL its text, a duration seconds"
        ) { store, _ in
            try await store.set("a", to: Date(timeIntervalSince1970: 1.5))
            try await expect(store.get("a"), is: "1970-01-01T00:00:01.500000000Z")
            try await store.set("a", to: Duration.seconds(90))
            try await expect(store.get("a"), is: 90)
            try await store.set("a", to: Duration.milliseconds(1_500))
            try await expect(store.get("a"), is: 1.5)
            try await store.set("a", to: Data([1, 2, 3]))
            try await expect(store.get("a"), is: "AQID")
            try await store.set("a", to: URL(string: "https://example.org/a"))
            try await expect(store.get("a"), is: "https://example.org/a")
            try await store.set("a", to: [Decimal(string: "1.5")])
            try await expect(store.get("a"), is: [1.5])
            try await store.set("a", to: Decimal(string: "99999999999999.99"))
            try await expect(store.get("a"), is: "99999999999999.99")
        },
        StoreCheck("a date and a duration are read as earlier versions wrote them") { store, _ in
            let five: JSONValue = [0, 5_000_000_000_000_000_000]
            try await store.set("a", to: ["at": 1_700_000_000.25, "for": five])
            let found = try await store.get("a", as: Span.self)
            try expect(found?.at, is: Date(timeIntervalSince1970: 1_700_000_000.25))
            try expect(found?.for, is: .seconds(5))
        },
        StoreCheck(
            "a read as a type that does not fit is an error, and the value stays"
        ) { store, _ in
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
}
