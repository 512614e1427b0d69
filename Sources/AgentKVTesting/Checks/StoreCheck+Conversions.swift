import AgentKV

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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
            "in JSON a date is seconds since 1970, data base64, a URL its text"
        ) { store, _ in
            try await store.set("a", to: Date(timeIntervalSince1970: 1.5))
            try await expect(store.get("a"), is: 1.5)
            try await store.set("a", to: Data([1, 2, 3]))
            try await expect(store.get("a"), is: "AQID")
            try await store.set("a", to: URL(string: "https://example.org/a"))
            try await expect(store.get("a"), is: "https://example.org/a")
            try await store.set("a", to: [Decimal(string: "1.5")])
            try await expect(store.get("a"), is: [1.5])
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
