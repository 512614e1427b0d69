extension StoreValue {
    /// Throws unless `value` may be stored, as far as that is told without encoding it.
    ///
    /// A bare number has to be finite and, if it is an integer, within `Int64`; a ``JSONValue`` the
    /// same in all its parts, and no deeper than the limit. Of other types it is told when they
    /// become JSON.
    ///
    /// - Throws: ``StoreError/invalidValue(key:reason:)``.
    @inlinable
    public static func check<V: Codable & Sendable>(
        _ value: V,
        for key: String,
        limits: StoreLimits
    ) throws {
        if V.self == Double.self {
            if !unsafeBitCast(value, to: Double.self).isFinite {
                try checkJSON(value, for: key, limits: limits)
            }
        } else if V.self == JSONValue.self || V.self == Float.self
            || V.self == UInt64.self || V.self == UInt.self
            || V.self == Int128.self || V.self == UInt128.self
        {
            try checkJSON(value, for: key, limits: limits)
        } else if MemoryLayout<V>.size <= largestNumber, !isInline(V.self) {
            try checkNumber(value, for: key, limits: limits)
        }
    }

    /// Returns the value that holds `value`, once that has been checked.
    @inlinable
    static func checked<V: Codable & Sendable>(
        _ value: V,
        for key: String,
        limits: StoreLimits
    ) throws -> StoreValue {
        try check(value, for: key, limits: limits)
        return StoreValue(value)
    }

    /// No number that is not told by its type above is larger: `Decimal` has 20 bytes.
    @inlinable
    static var largestNumber: Int { 20 }

    /// Checks a value of a small type, which may be a number that Foundation or the caller knows.
    @usableFromInline
    static func checkNumber(_ value: some Codable, for key: String, limits: StoreLimits) throws {
        if value is any Numeric { try checkJSON(value, for: key, limits: limits) }
    }

    @usableFromInline
    static func checkJSON(_ value: some Codable, for key: String, limits: StoreLimits) throws {
        do {
            if let json = value as? JSONValue {
                try json.validate(maximumDepth: limits.valueDepth)
            } else {
                _ = try JSONValue(encoding: value)
            }
        } catch {
            throw StoreError.invalidValue(key: key, reason: "\(error)")
        }
    }

    /// Takes over `value` and leaves what was there before, for the caller to release.
    ///
    /// A store calls it under its lock. Of a value whose box nobody else holds only the contents
    /// are exchanged, so that setting a key again and again allocates nothing.
    ///
    /// - Parameters:
    ///   - value: What to take; afterwards possibly what was there.
    ///   - replaced: Takes what was there if `value` did not.
    @inlinable
    mutating func exchange<V: Codable & Sendable>(
        with value: inout V,
        keeping replaced: inout StoreValue
    ) {
        swap(&self, &replaced)
        if Self.isInline(V.self) {
            self = StoreValue(value)
            return
        }
        #if !AGENTKV_THREAD_SANITIZER
        if case .boxed(var box) = replaced.storage, type(of: box) == Box<V>.self {
            replaced = .vacant
            if isKnownUniquelyReferenced(&box) {
                swap(&unsafeDowncast(box, to: Box<V>.self).value, &value)
                storage = .boxed(box)
                return
            }
            replaced = StoreValue(storage: .boxed(box))
        }
        #endif
        storage = .boxed(Box(value))
    }
}
