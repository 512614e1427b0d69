/// Decodes the members of an object.
struct JSONKeyedDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let node: JSONDecodingNode
    let object: JSONObject

    var codingPath: [any CodingKey] { node.codingPath }
    var allKeys: [Key] { object.names.compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool {
        position(of: key) != nil
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        if case .null = try value(at: key) { true } else { false }
    }

    // Being generic, this is every `decode` that the protocol asks for.
    @inline(__always)
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try node.decoded(type, from: try value(at: key), at: key)
    }

    /// Returns nil for a member that is missing or null; but as JSON a null is a value.
    @inline(__always)
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        guard let position = position(of: key) else { return nil }
        let value = object.value(at: position)
        if case .null = value, T.self != JSONValue.self { return nil }
        return try node.decoded(type, from: value, at: key)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try decoder(for: try value(at: key), at: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(for: try value(at: key), at: key).unkeyedContainer()
    }

    /// The superclass's part may be missing: then it reads a null.
    func superDecoder() -> any Decoder {
        let key = JSONCodingKey.superclass
        return decoder(for: object[key.stringValue] ?? .null, at: key)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        decoder(for: object[key.stringValue] ?? .null, at: key)
    }

    @inline(__always)
    private func value(at key: Key) throws -> JSONValue {
        guard let position = position(of: key) else { throw node.missing(key) }
        return object.value(at: position)
    }

    @inline(__always)
    private func position(of key: Key) -> Int? {
        guard
            let position = object.position(of: key.stringValue, startingAt: node.lastPosition)
        else { return nil }
        node.lastPosition = position
        return position
    }

    private func decoder(for value: JSONValue, at key: any CodingKey) -> JSONValueDecoder {
        JSONValueDecoder(node: JSONDecodingNode(value, parent: node, key: key))
    }
}
