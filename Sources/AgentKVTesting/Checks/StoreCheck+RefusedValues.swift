import AgentKV
import Foundation

extension StoreCheck {
    static let refusedValues: [StoreCheck] = [
        StoreCheck(
            "a number that is not finite is refused anywhere inside a JSON value"
        ) { store, _ in
            try await store.set("a", to: 1, ttl: .seconds(5))
            for number in [Double.nan, .infinity, -.infinity] {
                let values: [JSONValue] = [
                    .number(number),
                    [1, .number(number)],
                    ["x": ["y": [nil, .number(number)]]],
                ]
                for value in values { try await refuses(value, in: store) }
            }
        },
        StoreCheck("a bare number that is not finite is refused") { store, _ in
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await refuses(Double.nan, in: store)
            try await refuses(-Double.infinity, in: store)
            try await refuses(Float.nan, in: store)
            try await refuses(Float.infinity, in: store)
            try await refuses(CGFloat.nan, in: store)
            try await refuses(Decimal.nan, in: store)
        },
        StoreCheck("an integer outside Int64 is refused") { store, _ in
            try await store.set("a", to: 1, ttl: .seconds(5))
            try await refuses(UInt64(Int64.max) + 1, in: store)
            try await refuses(UInt64.max, in: store)
            try await refuses(UInt.max, in: store)
        },
        StoreCheck("a JSON value nested more deeply than the limit is refused") { store, _ in
            try await store.set("a", to: 1, ttl: .seconds(5))
            let deepest = nested(store.limits.valueDepth)
            try await refuses(JSONValue.array([deepest]), in: store)
            try await refuses(["x": deepest] as JSONValue, in: store)
            try await store.set("a", to: deepest)
            try await expect(store.get("a"), is: deepest)
        },
        StoreCheck("the error about a value says where in it the reason lies") { store, _ in
            let value: JSONValue = ["b": [1, .number(.nan)]]
            do {
                try await store.set("a", to: value)
            } catch let error as StoreError {
                try expect(error.reason.contains("b[1]"), "\"\(error.reason)\" names b[1]")
                return
            }
            try expect(false, "a NaN is refused")
        },
        StoreCheck(
            "a typed value that cannot be JSON is refused when it becomes JSON at the latest"
        ) {
            store,
            _ in
            try await store.set("a", to: 1)
            let value = ["x": [1, Double.nan]]
            do {
                try await store.set("a", to: value)
            } catch let error as StoreError {
                try expect(Refusal(error), is: .invalidValue)
                try await expect(store.get("a"), is: 1)
                return
            }
            do {
                let json = try await store.get("a")
                try expect(false, "NaN does not become JSON, as it did in \(json as Any)")
            } catch let error as StoreError {
                try expect(Refusal(error), is: .invalidValue)
                try expect(error.key, is: "a")
            }
            try await expect(store.exists("a"), is: true)
            try await store.delete("a")
        },
    ]

    /// Holds every call that sets a value to refusing this one.
    private static func refuses<V: Codable & Sendable>(
        _ value: V,
        in store: any KeyValueStore,
        line: Int = #line
    ) async throws {
        for key in ["a", "new"] {
            try await expect(store, refuses: .invalidValue, of: key, line: line) {
                try await store.set(key, to: value)
            }
            try await expect(store, refuses: .invalidValue, of: key, line: line) {
                try await store.setIfAbsent(key, to: value)
            }
            try await expect(store, refuses: .invalidValue, of: key, line: line) {
                let revision = try await store.entry(key, as: Int.self)?.revision
                return try await store.compareAndSet(key, to: value, expecting: revision)
            }
            try await expect(store, refuses: .invalidValue, of: key, line: line) {
                try await store.mset([key: value])
            }
            try await expect(store, refuses: .invalidValue, of: key, line: line) {
                try await store.mset(["b": "x", key: value] as KeyValuePairs)
            }
            try await expect(store, refuses: .invalidValue, of: key, line: line) {
                try await store.transaction { tx in try tx.set(key, to: value) }
            }
        }
        try await store.set("u", to: 1.5)
        try await expect(store, refuses: .invalidValue, of: "none", line: line) {
            try await store.update("none", as: V.self) { $0 = value }
        }
    }

    static func nested(_ depth: Int) -> JSONValue {
        (1..<depth).reduce([]) { inner, _ in .array([inner]) }
    }
}
