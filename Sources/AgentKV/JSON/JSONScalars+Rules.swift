// Which Swift value a JSON value may become, and the other way round: nothing is rounded in
// silence, except a number read as `Float`.

extension JSONValue {
    @inline(__always)
    static func finite(_ number: Double) throws(JSONError) -> JSONValue {
        guard number.isFinite else { throw .notFinite(number) }
        return .number(number)
    }

    @inline(__always)
    static func fitting(_ integer: some FixedWidthInteger) throws(JSONError) -> JSONValue {
        guard let exact = Int64(exactly: integer) else { throw .outsideInt64(integer) }
        return .integer(exact)
    }

    @inline(__always)
    func text() throws(JSONError) -> String {
        guard case .string(let text) = self else { throw mismatch("text") }
        return text
    }

    @inline(__always)
    func flag() throws(JSONError) -> Bool {
        guard case .bool(let flag) = self else { throw mismatch("a boolean") }
        return flag
    }

    @inline(__always)
    func integer<I: FixedWidthInteger>(_ type: I.Type) throws(JSONError) -> I {
        let exact: I? =
            switch self {
            case .integer(let integer): I(exactly: integer)
            case .number(let number): I(exactly: number)
            default: nil
            }
        guard let exact else { throw mismatch("an integer that fits \(type)") }
        return exact
    }

    @inline(__always)
    func double() throws(JSONError) -> Double {
        switch self {
        case .number(let number):
            return number
        case .integer(let integer):
            guard let exact = Double(exactly: integer) else {
                throw mismatch("a number that Double holds exactly")
            }
            return exact
        default:
            throw mismatch("a number")
        }
    }

    func float() throws(JSONError) -> Float {
        switch self {
        case .number(let number):
            let rounded = Float(number)
            guard rounded.isFinite || !number.isFinite else {
                throw mismatch("a number in Float's range")
            }
            return rounded
        case .integer(let integer):
            guard let exact = Float(exactly: integer) else {
                throw mismatch("a number that Float holds exactly")
            }
            return exact
        default:
            throw mismatch("a number")
        }
    }

    /// Returns the error for a value that is not what was expected; only the kind of long values is
    /// told.
    @inline(never)
    func mismatch(_ expected: String) -> JSONError {
        let found =
            switch self {
            case .null: "null"
            case .bool(let flag): "the boolean \(flag)"
            case .integer(let integer): "the integer \(integer)"
            case .number(let number): "the number \(number)"
            case .string: "text"
            case .array: "an array"
            case .object: "an object"
            }
        let reason = "expected \(expected), found \(found)"
        return JSONError(.mismatch, at: .value(JSONPath()), reason: reason)
    }
}
