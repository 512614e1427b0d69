/// Encodes the members of an object.
struct JSONKeyedEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: JSONEncodingNode

    var codingPath: [any CodingKey] { node.codingPath }

    func encodeNil(forKey key: Key) {
        put(.null, at: key)
    }

    // Being generic, this is every `encode` that the protocol asks for.
    @inline(__always)
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        put(try node.encoded(value, at: key), at: key)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        JSONValueEncoder(node: makeChild(at: key)).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        JSONValueEncoder(node: makeChild(at: key)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        JSONValueEncoder(node: makeChild(at: JSONCodingKey.superclass))
    }

    func superEncoder(forKey key: Key) -> any Encoder {
        JSONValueEncoder(node: makeChild(at: key))
    }

    @inline(__always)
    private func put(_ value: JSONValue, at key: Key) {
        let name = key.stringValue
        if !node.children.isEmpty { node.children.removeAll { $0.isMember(name) } }
        node.object.set(name, to: value)
    }

    private func makeChild(at key: any CodingKey) -> JSONEncodingNode {
        let name = key.stringValue
        // A name that is asked for again goes on where it was left, as with an encoder's own
        // containers.
        if let child = node.children.first(where: { $0.isMember(name) }) { return child.node }
        node.object.set(name, to: .null)
        return node.makeChild(at: key, .name(name))
    }
}
