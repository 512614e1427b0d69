/// Encodes one value that is the whole of its place.
struct JSONSingleValueEncoder: SingleValueEncodingContainer {
    let node: JSONEncodingNode

    var codingPath: [any CodingKey] { node.codingPath }

    func encodeNil() {
        node.single = .null
    }

    // Being generic, this is every `encode` that the protocol asks for.
    @inline(__always)
    func encode<T: Encodable>(_ value: T) throws {
        node.single = try node.encoded(value, at: nil)
    }
}
