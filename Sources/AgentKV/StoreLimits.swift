/// Every bound that a store puts on what it is given.
public struct StoreLimits: Sendable, Hashable {
    /// The most UTF-8 bytes a key may have, unless configured otherwise: 2,048.
    public static let keyBytes = 2_048
    /// The deepest nesting a value may have as JSON, unless configured otherwise: 512 levels.
    public static let valueDepth = JSONValue.defaultMaximumDepth
    /// The deepest nesting that can be configured: 1,000 levels.
    ///
    /// To release a value takes stack for each level, and SQLite looks no deeper into a value.
    public static let greatestValueDepth = 1_000
    /// How many keys a listing returns where nothing else is asked for: 1,000.
    public static let pageKeys = 1_000
    /// How many entries a purge removes where nothing else is asked for: 1,000.
    public static let purgedEntries = 1_000
    /// How many changes a store remembers, unless configured otherwise: 4,096.
    public static let historyChanges = 4_096
    /// How many bytes the changes take that a store remembers, unless configured otherwise: 16 MiB.
    public static let historyBytes = 16_777_216

    /// The most UTF-8 bytes a key may have.
    public var keyBytes: Int
    /// The deepest nesting a value may have as JSON, in levels of arrays and objects: at most
    /// ``greatestValueDepth``, and more is taken for that.
    public var valueDepth: Int {
        get { boundedValueDepth }
        set { boundedValueDepth = min(newValue, Self.greatestValueDepth) }
    }
    private var boundedValueDepth: Int
    /// How many changes the store remembers once somebody subscribes to them, with their values.
    ///
    /// Subscribers that are no further behind share these, and can resume from there. It is at least
    /// 1: with less, a subscription fails.
    public var historyChanges: Int
    /// How many bytes these changes take, about; with more, the oldest of them go.
    ///
    /// Keys and values count, also those that the store holds as well; how large a value is, is found
    /// out by looking at some of its parts. The last change is remembered in any case. As much again is
    /// kept for each subscriber of what it has not read when that leaves the history, and for each
    /// listener to the events of a database. It is at least 1: with less, a subscription fails.
    public var historyBytes: Int

    /// Creates limits; those not given are the usual ones.
    public init(
        keyBytes: Int = StoreLimits.keyBytes,
        valueDepth: Int = StoreLimits.valueDepth,
        historyChanges: Int = StoreLimits.historyChanges,
        historyBytes: Int = StoreLimits.historyBytes
    ) {
        self.keyBytes = keyBytes
        boundedValueDepth = min(valueDepth, Self.greatestValueDepth)
        self.historyChanges = historyChanges
        self.historyBytes = historyBytes
    }
}

extension StoreLimits {
    /// Throws unless `key` is a name that stores accept.
    ///
    /// A key is any text that is not empty, holds no U+0000 and has at most
    /// ``keyBytes-swift.property`` UTF-8 bytes. Namespaces and the names of instances follow the same rule.
    ///
    /// - Throws: ``StoreError/invalidKey(key:reason:)``.
    /// - Complexity: O(*n*) in the bytes of the key.
    public func checkKey(_ key: String) throws(StoreError) {
        let bytes = key.utf8
        if bytes.isEmpty {
            throw .invalidKey(key: key, reason: "it is empty")
        }
        if bytes.count > keyBytes {
            throw .invalidKey(
                key: key,
                reason: "it has \(bytes.count) UTF-8 bytes, and \(keyBytes) are allowed"
            )
        }
        var hasZero = false
        key.withKeyBytes { hasZero = $0.hasZero }
        if hasZero {
            throw .invalidKey(key: key, reason: "it contains U+0000")
        }
    }

    /// Throws unless a count of keys or entries to handle is zero or more.
    ///
    /// - Throws: ``StoreError/invalidLimit(_:reason:)``.
    public func checkCount(_ limit: Int) throws(StoreError) {
        if limit < 0 {
            throw .invalidLimit(limit, reason: "a limit is zero or more")
        }
    }

    /// Throws unless `ttl` is a lifetime: any positive duration.
    ///
    /// - Throws: ``StoreError/invalidTTL(key:reason:)``, which names `key`.
    public func checkTTL(_ ttl: Duration, of key: String) throws(StoreError) {
        if ttl <= .zero {
            let found = ttl == .zero ? "zero" : "negative"
            throw .invalidTTL(key: key, reason: "a lifetime has to be positive, and it is \(found)")
        }
    }
}
