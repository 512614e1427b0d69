// The types that are one JSON value each, recognised by their static type. Where the compiler knows that
// type, as in the calls of a synthesized `encode(to:)`, only one branch of each function remains.

extension JSONValue {
    /// Returns the JSON of a text, a flag or a number; nil if the value is none of these.
    ///
    /// - Throws: ``JSONError`` for a number that JSON cannot hold.
    @inline(__always)
    static func scalar<T>(_ value: T) throws(JSONError) -> JSONValue? {
        if let text = exactly(value, as: String.self) { return .string(text) }
        if let integer = exactly(value, as: Int.self) { return .integer(Int64(integer)) }
        if let flag = exactly(value, as: Bool.self) { return .bool(flag) }
        if let number = exactly(value, as: Double.self) { return try finite(number) }
        if let number = exactly(value, as: Float.self) { return try finite(Double(number)) }
        if let integer = exactly(value, as: Int64.self) { return .integer(integer) }
        if let integer = exactly(value, as: Int32.self) { return .integer(Int64(integer)) }
        if let integer = exactly(value, as: Int16.self) { return .integer(Int64(integer)) }
        if let integer = exactly(value, as: Int8.self) { return .integer(Int64(integer)) }
        if let integer = exactly(value, as: UInt.self) { return try fitting(integer) }
        if let integer = exactly(value, as: UInt64.self) { return try fitting(integer) }
        if let integer = exactly(value, as: UInt32.self) { return .integer(Int64(integer)) }
        if let integer = exactly(value, as: UInt16.self) { return .integer(Int64(integer)) }
        if let integer = exactly(value, as: UInt8.self) { return .integer(Int64(integer)) }
        if let integer = exactly(value, as: Int128.self) { return try fitting(integer) }
        if let integer = exactly(value, as: UInt128.self) { return try fitting(integer) }
        return nil
    }

    /// Returns this value as a text, a flag or a number; nil if `type` is none of these.
    ///
    /// - Throws: ``JSONError`` if the value is not of that type.
    @inline(__always)
    func scalar<T>(_ type: T.Type) throws(JSONError) -> T? {
        if T.self == String.self { return exactly(try text(), as: type) }
        if T.self == Int.self { return exactly(try integer(Int.self), as: type) }
        if T.self == Bool.self { return exactly(try flag(), as: type) }
        if T.self == Double.self { return exactly(try double(), as: type) }
        if T.self == Float.self { return exactly(try float(), as: type) }
        if T.self == Int64.self { return exactly(try integer(Int64.self), as: type) }
        if T.self == Int32.self { return exactly(try integer(Int32.self), as: type) }
        if T.self == Int16.self { return exactly(try integer(Int16.self), as: type) }
        if T.self == Int8.self { return exactly(try integer(Int8.self), as: type) }
        if T.self == UInt.self { return exactly(try integer(UInt.self), as: type) }
        if T.self == UInt64.self { return exactly(try integer(UInt64.self), as: type) }
        if T.self == UInt32.self { return exactly(try integer(UInt32.self), as: type) }
        if T.self == UInt16.self { return exactly(try integer(UInt16.self), as: type) }
        if T.self == UInt8.self { return exactly(try integer(UInt8.self), as: type) }
        if T.self == Int128.self { return exactly(try integer(Int128.self), as: type) }
        if T.self == UInt128.self { return exactly(try integer(UInt128.self), as: type) }
        return nil
    }
}

/// Returns the value as a `U` if that is exactly its static type; far cheaper than `as?` in generic code.
@inline(__always)
func exactly<T, U>(_ value: T, as type: U.Type) -> U? {
    T.self == U.self ? unsafeBitCast(value, to: U.self) : nil
}
