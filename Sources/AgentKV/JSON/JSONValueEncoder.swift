/// An encoder that builds a JSON value, without bytes in between.
struct JSONValueEncoder: Encoder {
    let node: JSONEncodingNode

    var codingPath: [any CodingKey] { node.codingPath }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Returns the JSON of a value.
    static func encode(_ value: some Encodable, maximumDepth: Int) throws -> JSONValue {
        try JSONEncodingNode(maximumDepth: maximumDepth).encodedAlone(value)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.open(as: .object)
        return KeyedEncodingContainer(JSONKeyedEncoder<Key>(node: node))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.open(as: .array)
        return JSONUnkeyedEncoder(node: node)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        node.open(as: .single)
        return JSONSingleValueEncoder(node: node)
    }
}
