extension JSONValue {
    /// Returns a text that is the same for equal values and for no others.
    ///
    /// - Throws: ``JSONError`` for a number that is not finite.
    /// - Complexity: O(*n* log *n*) in the size of the value.
    func canonicalText() throws(JSONError) -> String {
        try canonical.text(pretty: false)
    }

    /// The value with its members sorted, and its integers as integers.
    private var canonical: JSONValue {
        switch self {
        case .number(let number):
            Int64(exactly: number).map(JSONValue.integer) ?? self
        case .array(let elements):
            .array(elements.map(\.canonical))
        case .object(let object):
            .object(
                JSONObject(
                    members: object.names.sorted { $0.precedesByBytes($1) }
                        .map { ($0, object[$0]?.canonical ?? .null) }
                )
            )
        default: self
        }
    }
}
