// Inside a decoder errors are of the kind that an `init(from:)` expects to catch. Each has a
// `JSONError` with the same path and reason underneath, which is what `decoded(as:)` throws.

extension JSONDecodingNode {
    /// Returns the error for a value, at the node or below it, that is not of the type.
    @inline(never)
    func decodingError(
        _ error: JSONError,
        for value: JSONValue,
        as type: any Any.Type,
        at key: (any CodingKey)?
    ) -> DecodingError {
        let context = context(error, at: key)
        guard error.kind == .mismatch else { return .dataCorrupted(context) }
        if case .null = value { return .valueNotFound(type, context) }
        return .typeMismatch(type, context)
    }

    func missing(_ key: any CodingKey) -> DecodingError {
        let path = JSONPath(codingPath: codingPath + [key])
        let error = JSONError(.mismatch, at: .value(path), reason: "the member is missing")
        let context = DecodingError.Context(
            codingPath: codingPath,
            debugDescription: error.reason,
            underlyingError: error
        )
        return .keyNotFound(key, context)
    }

    func pastEnd(of count: Int, as type: any Any.Type) -> DecodingError {
        let reason = "expected one more element, but the array has only \(count)"
        let error = JSONError(.mismatch, at: .value(JSONPath()), reason: reason)
        return .valueNotFound(type, context(error, at: JSONCodingKey.index(count)))
    }

    private func context(_ error: JSONError, at key: (any CodingKey)?) -> DecodingError.Context {
        var keys = codingPath
        if let key { keys.append(key) }
        return DecodingError.Context(
            codingPath: keys,
            debugDescription: error.reason,
            underlyingError: error.nested(in: JSONPath(codingPath: keys))
        )
    }
}

extension JSONError {
    /// Creates the error that a decoding error stands for: our own, or one of a type's
    /// `init(from:)`.
    init(_ error: DecodingError) {
        let found: (context: DecodingError.Context, missing: (any CodingKey)?)
        switch error {
        case .typeMismatch(_, let context): found = (context, nil)
        case .valueNotFound(_, let context): found = (context, nil)
        case .keyNotFound(let key, let context): found = (context, key)
        case .dataCorrupted(let context): found = (context, nil)
        @unknown default:
            self.init(.mismatch, at: .value(JSONPath()), reason: "\(error)")
            return
        }
        if let own = found.context.underlyingError as? JSONError {
            self = own
            return
        }
        var keys = found.context.codingPath
        if let missing = found.missing { keys.append(missing) }
        self.init(
            .mismatch,
            at: .value(JSONPath(codingPath: keys)),
            reason: found.context.debugDescription
        )
    }
}
