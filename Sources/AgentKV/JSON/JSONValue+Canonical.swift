extension JSONValue {
    /// Returns a text that is the same for equal values and for no others.
    ///
    /// - Throws: ``JSONError`` for a number that is not finite, and for what nests deeper than any
    ///   value may.
    /// - Complexity: O(*n* log *n*) in the size of the value.
    func canonicalText() throws(JSONError) -> String {
        try canonical().text(maximumDepth: .max)
    }

    /// Returns the value with its members sorted, and its integers as integers.
    private func canonical() throws(JSONError) -> JSONValue {
        do {
            return try canonical(levels: LargeStack.calls)
        } catch {
            guard error.reason == JSONError.tooDeepForStack.reason else { throw error }
        }
        let outcome = LargeStack.value {
            Result { () throws(JSONError) in
                try canonical(levels: JSONValue.greatestMaximumDepth)
            }
        }
        switch outcome {
        case .success(let value): return value
        case .failure: throw .tooDeep(JSONValue.greatestMaximumDepth)
        case nil: throw .tooDeepForStack
        }
    }

    /// The same for a value that nests in no more levels than that.
    private func canonical(levels: Int) throws(JSONError) -> JSONValue {
        switch self {
        case .number(let number):
            return Int64(exactly: number).map(JSONValue.integer) ?? self
        case .array(let elements):
            if levels == 0 { throw .tooDeepForStack }
            return .array(
                try elements.map { (element) throws(JSONError) in
                    try element.canonical(levels: levels - 1)
                }
            )
        case .object(let object):
            if levels == 0 { throw .tooDeepForStack }
            let members = try object.map { (name, value) throws(JSONError) in
                (name, try value.canonical(levels: levels - 1))
            }
            return .object(JSONObject(members: members.sorted { $0.0.precedesByBytes($1.0) }))
        default:
            return self
        }
    }
}
