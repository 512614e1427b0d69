internal import AgentKV

extension StoreError {
    /// The error for a query that is wrong at `place`.
    static func invalidQuery(_ place: String, _ reason: String) -> StoreError {
        .invalidQuery(reason: "\(place): \(reason)")
    }

    /// The error for a query that has another kind of value at `place` than is expected.
    static func invalidQuery(
        _ place: String,
        _ expected: String,
        found value: JSONValue
    ) -> StoreError {
        .invalidQuery(place, "\(expected); found \(value.shown)")
    }
}

extension JSONValue {
    /// The value for a message: scalars as they are, text cut where it is long.
    var shown: String {
        switch self {
        case .null, .bool, .integer, .number: description
        case .string(let text): JSONValue.string(text.cut).description
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension String {
    /// The text for a message, cut where it is long.
    var cut: String {
        unicodeScalars.count > 64 ? String(unicodeScalars.prefix(64)) + "…" : self
    }
}
