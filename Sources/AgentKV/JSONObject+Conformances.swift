extension JSONObject: Hashable {
    /// Returns whether two objects have equal members, in any order.
    ///
    /// - Complexity: O(*n*) in the size of the objects.
    public static func == (first: JSONObject, second: JSONObject) -> Bool {
        JSONComparison.areEqual(first, second)
    }

    /// Feeds the members to a hasher, so that their order does not matter.
    ///
    /// - Complexity: O(*n*) in the size of the object.
    public func hash(into hasher: inout Hasher) {
        JSONValue.object(self).hash(into: &hasher)
    }

    func hash(into hasher: inout Hasher, levels: Int) {
        hasher.combine(count)
        if levels == 0 { return }
        var sum = 0
        for member in self {
            var memberHasher = Hasher()
            member.name.hashBytes(into: &memberHasher)
            member.value.hash(into: &memberHasher, levels: levels - 1)
            sum &+= memberHasher.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Creates an object; of a repeated name the last value counts, at the place of the first.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(members: elements)
    }
}

extension JSONObject: CustomStringConvertible {
    /// The object as compact JSON text, for people to read.
    public var description: String { JSONValue.object(self).description }
}

extension JSONObject: Codable {
    /// Creates an object from any decoder.
    ///
    /// - Throws: `DecodingError`, also where the value is no object.
    public init(from decoder: any Decoder) throws {
        guard case .object(let object) = try JSONValue(from: decoder) else {
            let context = DecodingError.Context(
                codingPath: decoder.codingPath,
                debugDescription: "expected an object"
            )
            throw DecodingError.typeMismatch(JSONObject.self, context)
        }
        self = object
    }

    /// Encodes the members in their order.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue.object(self).encode(to: encoder)
    }
}
