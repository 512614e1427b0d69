/// Encodes the elements of an array.
struct JSONUnkeyedEncoder: UnkeyedEncodingContainer {
    let node: JSONEncodingNode

    var codingPath: [any CodingKey] { node.codingPath }
    var count: Int { node.array.count }

    func encodeNil() {
        node.array.append(.null)
    }

    // Being generic, this is every `encode` that the protocol asks for.
    @inline(__always)
    func encode<T: Encodable>(_ value: T) throws {
        node.array.append(try node.encoded(value, at: JSONCodingKey.index(node.array.count)))
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        JSONValueEncoder(node: makeChild()).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONValueEncoder(node: makeChild()).unkeyedContainer()
    }

    func superEncoder() -> any Encoder {
        JSONValueEncoder(node: makeChild())
    }

    private func makeChild() -> JSONEncodingNode {
        let index = node.array.count
        node.array.append(.null)
        return node.makeChild(at: JSONCodingKey.index(index), .index(index))
    }
}
