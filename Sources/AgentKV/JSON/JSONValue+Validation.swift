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
        switch self {
        case .null, .bool, .integer, .string:
            return
        case .number(let number):
            guard number.isFinite else { throw .notFinite(number) }
        case .array(let elements):
            guard level < maximumDepth else { throw .tooDeep(maximumDepth) }
            for (index, element) in elements.enumerated() {
                do {
                    try element.validate(level: level + 1, maximumDepth: maximumDepth)
                } catch {
                    throw error.nested(in: .index(index))
                }
            }
        case .object(let object):
            guard level < maximumDepth else { throw .tooDeep(maximumDepth) }
            for member in object {
                do {
                    try member.value.validate(level: level + 1, maximumDepth: maximumDepth)
                } catch {
                    throw error.nested(in: .name(member.name))
                }
            }
        }
    }
}
