// The types that are one JSON value each, recognised by their static type. Where the compiler knows
// that type, as in the calls of a synthesized `encode(to:)`, only one branch remains.

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
}

/// Returns the value as a `U` if that is exactly its static type; far cheaper than `as?` in generic
/// code.
@inline(__always)
func exactly<T, U>(_ value: T, as type: U.Type) -> U? {
    T.self == U.self ? unsafeBitCast(value, to: U.self) : nil
}

/// Returns the value as a `T`, which must be exactly its type.
@inline(__always)
func same<T, U>(_ value: U, as type: T.Type) -> T {
    unsafeBitCast(value, to: T.self)
}
