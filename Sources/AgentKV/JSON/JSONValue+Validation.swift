extension JSONValue {
    /// Checks that JSON can hold the value: finite numbers, and no deeper nesting than
    /// `maximumDepth`.
    ///
    /// It never goes deeper than that bound itself.
    ///
    /// - Throws: ``JSONError`` with the path to what cannot be held.
    /// - Complexity: O(*n*) in the number of values.
    func validate(maximumDepth: Int = JSONValue.defaultMaximumDepth) throws(JSONError) {
        try validate(level: 0, maximumDepth: maximumDepth)
    }

    /// Checks a value that lies inside `level` arrays and objects; the path starts at the value.
    func validate(level: Int, maximumDepth: Int) throws(JSONError) {
        let maximumDepth = maximumDepth.boundedDepth
        do {
            return try validate(level: level, below: level, maximumDepth: maximumDepth)
        } catch {
            guard error.reason == JSONError.tooDeepForStack.reason else { throw error }
        }
        // All of it once more, so that this is done once and not for each of its deep parts.
        var outcome: Result<Void, JSONError>?
        LargeStack.run {
            outcome = Result { () throws(JSONError) in
                // From no level at which this would be asked for again.
                try validate(level: level, below: maximumDepth, maximumDepth: maximumDepth)
            }
        }
        guard let outcome else { throw .tooDeepForStack }
        try outcome.get()
    }

    private func validate(level: Int, below start: Int, maximumDepth: Int) throws(JSONError) {
        switch self {
        case .null, .bool, .integer, .string:
            return
        case .number(let number):
            guard number.isFinite else { throw .notFinite(number) }
        case .array(let elements):
            guard level < maximumDepth else { throw .tooDeep(maximumDepth) }
            if level - start == LargeStack.calls { throw .tooDeepForStack }
            for index in elements.indices {
                do {
                    try elements[index]
                        .validate(level: level + 1, below: start, maximumDepth: maximumDepth)
                } catch {
                    throw error.nested(in: .index(index))
                }
            }
        case .object(let object):
            guard level < maximumDepth else { throw .tooDeep(maximumDepth) }
            // Most objects hold nothing that would have to be looked into.
            if object.valuesSatisfy({ $0.isAlwaysFit }) { return }
            if level - start == LargeStack.calls { throw .tooDeepForStack }
            for position in object.indices {
                do {
                    try object.value(at: position)
                        .validate(level: level + 1, below: start, maximumDepth: maximumDepth)
                } catch {
                    throw error.nested(in: .name(object[position].name))
                }
            }
        }
    }

    /// Whether JSON can hold it, whatever it is inside of.
    @inline(__always)
    private var isAlwaysFit: Bool {
        switch self {
        case .null, .bool, .integer, .string: true
        case .number, .array, .object: false
        }
    }
}
