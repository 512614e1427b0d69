extension SizeEstimate {
    /// Returns about how many bytes the parts of a value take that it encodes.
    mutating func bytesEncoding(_ value: any Encodable) -> Int {
        let counter = SizeCounter(self)
        // A value that cannot be encoded is measured as far as it came.
        try? value.encode(to: SizeEncoder(counter: counter))
        self = counter.estimate
        return counter.bytes
    }
}

/// What has been counted of a value that is being encoded.
private final class SizeCounter {
    var bytes = 0
    var estimate: SizeEstimate

    init(_ estimate: SizeEstimate) {
        self.estimate = estimate
    }

    func add<T>(_ value: T) throws {
        if estimate.partsLeft <= 0 { throw Enough() }
        // What lies in one piece lies in the value itself, which has been counted.
        if _isPOD(T.self) { try look() } else { bytes += estimate.bytes(of: value) }
    }

    func look() throws {
        if !estimate.look() { throw Enough() }
    }

    /// Ends an encoding of which enough has been seen.
    private struct Enough: Error {}
}

/// An encoder that counts, and writes nothing.
private struct SizeEncoder: Encoder {
    let counter: SizeCounter

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(SizeMembers<Key>(counter: counter))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { SizeItems(counter: counter) }

    func singleValueContainer() -> any SingleValueEncodingContainer { SizeItems(counter: counter) }
}

// Being generic, `encode` is every one that the protocols ask for.
private struct SizeMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let counter: SizeCounter

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws { try counter.look() }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try counter.add(value) }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        SizeEncoder(counter: counter).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        SizeItems(counter: counter)
    }

    func superEncoder() -> any Encoder { SizeEncoder(counter: counter) }

    func superEncoder(forKey key: Key) -> any Encoder { SizeEncoder(counter: counter) }
}

private struct SizeItems: UnkeyedEncodingContainer, SingleValueEncodingContainer {
    let counter: SizeCounter
    private(set) var count = 0

    init(counter: SizeCounter) {
        self.counter = counter
    }

    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() throws {
        count += 1
        try counter.look()
    }

    mutating func encode<T: Encodable>(_ value: T) throws {
        count += 1
        try counter.add(value)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        count += 1
        return SizeEncoder(counter: counter).container(keyedBy: keyType)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        count += 1
        return SizeItems(counter: counter)
    }

    func superEncoder() -> any Encoder { SizeEncoder(counter: counter) }
}
