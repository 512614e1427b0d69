/// A decoder that reads a JSON value, without bytes in between.
struct JSONValueDecoder: Decoder {
    let node: JSONDecodingNode

    var codingPath: [any CodingKey] { node.codingPath }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Returns a value as another type.
    static func decode<T: Decodable>(
        _ type: T.Type,
        from value: JSONValue,
        maximumDepth: Int
    ) throws -> T {
        let node = JSONDecodingNode(value, maximumDepth: maximumDepth)
        return try node.decoded(type, from: value, at: nil)
    }

    /// Returns a value as another type, and whether instances of classes are part of it, or it is one.
    ///
    /// An instance that a type makes of other values by itself, in its `init(from:)`, is not noticed.
    static func decodeNotingInstances<T: Decodable>(
        _ type: T.Type,
        from value: JSONValue,
        maximumDepth: Int
    ) throws -> (value: T, hasInstances: Bool) {
        let node = JSONDecodingNode(value, maximumDepth: maximumDepth, notesInstances: true)
        return (try node.decoded(type, from: value, at: nil), node.hasInstances)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = node.value else {
            throw error(node.value.mismatch("an object"), as: [String: JSONValue].self)
        }
        try checkDepth()
        return KeyedDecodingContainer(JSONKeyedDecoder<Key>(node: node, object: object))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = node.value else {
            throw error(node.value.mismatch("an array"), as: [JSONValue].self)
        }
        try checkDepth()
        return JSONUnkeyedDecoder(node: node, elements: elements)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        JSONSingleValueDecoder(node: node)
    }

    private func checkDepth() throws {
        guard node.level >= node.maximumDepth else { return }
        throw error(.tooDeep(node.maximumDepth), as: JSONValue.self)
    }

    private func error(_ error: JSONError, as type: any Any.Type) -> DecodingError {
        node.decodingError(error, for: node.value, as: type, at: nil)
    }
}
