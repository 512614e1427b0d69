extension StoreValue {
    /// Returns the value if it was stored as a `V`, without any conversion; else nil.
    ///
    /// - Complexity: O(1).
    @inlinable
    public func exactly<V: Codable & Sendable>(_ type: V.Type) -> V? {
        switch storage {
        case .integer(let value) where V.self == Int.self:
            unsafeBitCast(value, to: V.self)
        case .string(let value) where V.self == String.self:
            unsafeBitCast(value, to: V.self)
        case .bool(let value) where V.self == Bool.self:
            unsafeBitCast(value, to: V.self)
        case .number(let value) where V.self == Double.self:
            unsafeBitCast(value, to: V.self)
        case .json(let value) where V.self == JSONValue.self:
            unsafeBitCast(value, to: V.self)
        case .boxed(let box) where Swift.type(of: box) == Box<V>.self:
            unsafeDowncast(box, to: Box<V>.self).value
        case .encoded(let encoded) where Swift.type(of: encoded.box) == Box<V>.self:
            unsafeDowncast(encoded.box, to: Box<V>.self).value
        default:
            nil
        }
    }

    /// Whether ``exactly(_:)`` returns the value.
    @inlinable
    func isExactly<V: Codable & Sendable>(_ type: V.Type) -> Bool {
        switch storage {
        case .integer: V.self == Int.self
        case .string: V.self == String.self
        case .bool: V.self == Bool.self
        case .number: V.self == Double.self
        case .json: V.self == JSONValue.self
        case .boxed(let box): Swift.type(of: box) == Box<V>.self
        case .encoded(let encoded): Swift.type(of: encoded.box) == Box<V>.self
        case .list, .queue: false
        }
    }

    /// Returns the value as a `V`: as it is where it was stored as one, through JSON otherwise.
    ///
    /// An error names `key`.
    ///
    /// - Throws: ``StoreError/typeMismatch(key:reason:)`` where JSON does not fit the type,
    ///   ``StoreError/invalidValue(key:reason:)`` where the value cannot be JSON.
    @inlinable
    public func value<V: Codable & Sendable>(
        as type: V.Type,
        for key: String,
        limits: StoreLimits
    ) throws -> V {
        if let value = exactly(type) { return value }
        return try converted(to: type, for: key, limits: limits)
    }

    /// Returns the value as JSON.
    ///
    /// An error names `key`.
    ///
    /// - Throws: ``StoreError/invalidValue(key:reason:)`` where the value cannot be JSON.
    public func json(for key: String, limits: StoreLimits) throws -> JSONValue {
        do {
            return try json(maximumDepth: limits.valueDepth)
        } catch {
            throw StoreError.invalidValue(key: key, reason: "\(error)")
        }
    }

    /// Returns the value as JSON, or throws what keeps it from being JSON.
    func json(maximumDepth: Int) throws -> JSONValue {
        switch storage {
        case .integer(let value): return .integer(Int64(value))
        case .number(let value): return .number(value)
        case .bool(let value): return .bool(value)
        case .string(let value): return .string(value)
        case .json(let value): return value
        case .list(let list): return .array(list.items)
        case .queue(let list): return try list.present.json(maximumDepth: maximumDepth)
        case .encoded(let encoded): return encoded.json
        case .boxed(let box): return try box.json(maximumDepth: maximumDepth)
        }
    }

    /// Converts by a cast where Swift has one (an optional to what it wraps, a class to its
    /// superclass), and else through JSON.
    @usableFromInline
    func converted<V: Codable & Sendable>(
        to type: V.Type,
        for key: String,
        limits: StoreLimits
    ) throws -> V {
        if let value = box?.cast(to: type) { return value }
        let json = try json(for: key, limits: limits)
        do {
            guard let written = box as? TextBox else {
                return try json.decoded(as: type, maximumDepth: limits.valueDepth)
            }
            return try written.read(json, as: type, maximumDepth: limits.valueDepth)
        } catch {
            throw StoreError.typeMismatch(
                key: key,
                reason: "the stored value is no \(type): \(error)"
            )
        }
    }

    /// The value as it may leave the store: a list that is appended to in place as what it is now.
    @usableFromInline
    var detached: StoreValue {
        switch storage {
        case .list(let list): StoreValue(json: .array(list.items))
        case .queue(let list): StoreValue(storage: .boxed(list.present))
        default: self
        }
    }

    /// The value as a change tells it: of a list that is appended to in place only how long it is now,
    /// so that the next append need not copy it.
    ///
    /// - Complexity: O(1).
    var told: StoreValue {
        switch storage {
        case .list(let list): StoreValue(storage: .boxed(list.told))
        case .queue(let list): StoreValue(storage: .boxed(list.told))
        default: self
        }
    }

    /// About how many bytes the value takes beside the entry, of one that lies in place; nil for others.
    ///
    /// - Complexity: O(1).
    var bytesInPlace: Int? {
        switch storage {
        case .integer, .number, .bool: 0
        case .string(let text): text.bytesElsewhere
        case .json, .boxed, .encoded, .list, .queue: nil
        }
    }

    /// About how many bytes the value takes beside the entry; nil where finding out may run code of
    /// its own, which must not be done under a lock.
    ///
    /// - Complexity: O(1).
    var knownBytes: Int? {
        switch storage {
        case .integer, .number, .bool, .string: bytesInPlace
        case .json(let json): json.approximateBytes
        case .encoded(let encoded): encoded.json.approximateBytes
        case .boxed(let box): box.knownBytes
        case .list, .queue: 0
        }
    }

    /// The same, found out in any case.
    func measuredBytes() -> Int {
        if let knownBytes { return knownBytes }
        return if case .boxed(let box) = storage { box.measuredBytes() } else { 0 }
    }

    private var box: ValueBox? {
        switch storage {
        case .boxed(let box): box
        case .encoded(let encoded): encoded.box
        default: nil
        }
    }
}
