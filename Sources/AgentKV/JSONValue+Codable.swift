extension JSONValue: Encodable {
    /// Encodes the value with any encoder.
    ///
    /// - Throws: What the encoder throws, such as for a number that is not finite.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .bool(let flag):
            try encode(flag, to: encoder)
        case .integer(let integer):
            try encode(integer, to: encoder)
        case .number(let number):
            try encode(number, to: encoder)
        case .string(let text):
            try encode(text, to: encoder)
        case .array(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(element) }
        case .object(let object):
            var container = encoder.container(keyedBy: JSONCodingKey.self)
            for member in object { try container.encode(member.value, forKey: .name(member.name)) }
        }
    }

    private func encode(_ scalar: some Encodable, to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(scalar)
    }
}

extension JSONValue: Decodable {
    /// Creates a value from any decoder.
    ///
    /// A number without a fraction becomes an integer where the decoder says that it is one.
    /// Foundation's decoder does not tell `1e19` from `10000000000000000000`: beyond 2^53 a number
    /// comes back as the integer that its text shows, and from 2^63 up to 2^64 integers and numbers
    /// alike are refused rather than rounded. ``init(parsing:maximumDepth:)-(String,_)`` has no such
    /// limits.
    ///
    /// - Throws: `DecodingError`, also for an integer outside `Int64`.
    public init(from decoder: any Decoder) throws {
        if let decoder = decoder as? JSONValueDecoder {
            self = decoder.node.value
        } else if let scalar = try Self.scalar(from: decoder) {
            self = scalar
        } else if var container = try? decoder.unkeyedContainer() {
            var elements: [JSONValue] = []
            while !container.isAtEnd { elements.append(try container.decode(JSONValue.self)) }
            self = .array(elements)
        } else {
            let container = try decoder.container(keyedBy: JSONCodingKey.self)
            var object = JSONObject()
            for key in container.allKeys {
                object.set(key.stringValue, to: try container.decode(JSONValue.self, forKey: key))
            }
            self = .object(object)
        }
    }

    /// Returns the scalar that the decoder is at; nil if it is at something else.
    private static func scalar(from decoder: any Decoder) throws -> JSONValue? {
        guard let container = try? decoder.singleValueContainer() else { return nil }
        if container.decodeNil() { return .null }
        if let text = try? container.decode(String.self) { return .string(text) }
        if let integer = try? container.decode(Int64.self) { return .integer(integer) }
        if let integer = try? container.decode(UInt64.self) {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: JSONError.outsideInt64(integer).reason
            )
        }
        if let number = try? container.decode(Double.self) { return .number(number) }
        if let flag = try? container.decode(Bool.self) { return .bool(flag) }
        return nil
    }
}
