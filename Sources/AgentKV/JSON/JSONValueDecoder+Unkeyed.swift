/// Decodes the elements of an array in turn; what fails can be tried again as another type.
struct JSONUnkeyedDecoder: UnkeyedDecodingContainer {
    let node: JSONDecodingNode
    let elements: [JSONValue]
    private(set) var currentIndex = 0

    init(node: JSONDecodingNode, elements: [JSONValue]) {
        self.node = node
        self.elements = elements
    }

    var codingPath: [any CodingKey] { node.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    mutating func decodeNil() throws -> Bool {
        guard case .null = try next(as: Any?.self) else { return false }
        currentIndex += 1
        return true
    }

    // Being generic, this is every `decode` that the protocol asks for.
    @inline(__always)
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let value = try next(as: type)
        let result = try node.decoded(type, from: value, at: JSONCodingKey.index(currentIndex))
        currentIndex += 1
        return result
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        let container = try decoder().container(keyedBy: type)
        currentIndex += 1
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try decoder().unkeyedContainer()
        currentIndex += 1
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let decoder = try decoder()
        currentIndex += 1
        return decoder
    }

    @inline(__always)
    private func next(as type: any Any.Type) throws -> JSONValue {
        guard currentIndex < elements.count else {
            throw node.pastEnd(of: elements.count, as: type)
        }
        return elements[currentIndex]
    }

    private func decoder() throws -> JSONValueDecoder {
        let key = JSONCodingKey.index(currentIndex)
        let value = try next(as: JSONValue.self)
        return JSONValueDecoder(node: JSONDecodingNode(value, parent: node, key: key))
    }
}
