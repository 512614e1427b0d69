/// Decodes the one value that is at a place.
struct JSONSingleValueDecoder: SingleValueDecodingContainer {
    let node: JSONDecodingNode

    var codingPath: [any CodingKey] { node.codingPath }

    func decodeNil() -> Bool {
        if case .null = node.value { true } else { false }
    }

    // Being generic, this is every `decode` that the protocol asks for.
    @inline(__always)
    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try node.decoded(type, from: node.value, at: nil)
    }
}
