extension JSONValue {
    /// Creates the JSON of any encodable value, without text in between.
    ///
    /// A `Date` becomes ISO 8601 text in UTC, `Data` base64, a `URL` its text; a `Decimal` and the
    /// seconds of a `Duration` a number where that is exact, and else text. A `JSONValue`, also one
    /// inside another value, stays as it is.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - maximumDepth: How many arrays and objects may nest in each other.
    /// - Throws: ``JSONError`` with the path to what JSON cannot hold; what the value's own
    ///   `encode(to:)` throws as it is.
    /// - Complexity: O(*n*) in the size of the value.
    public init(
        encoding value: some Encodable,
        maximumDepth: Int = JSONValue.defaultMaximumDepth
    ) throws {
        self = try JSONValueEncoder.encode(value, maximumDepth: maximumDepth)
    }

    /// Returns the value as another type, without text in between.
    ///
    /// A type that nests deeper than the stack of the thread allows is refused. Nothing is rounded,
    /// except a number read as `Float`: an integer type takes a number only if
    /// it is that integer, `Double` takes an integer only if it holds it exactly.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - maximumDepth: How many arrays and objects may nest in each other.
    /// - Returns: The value as that type.
    /// - Throws: ``JSONError`` with the path to what does not fit, also for a `DecodingError` of
    ///   the type itself; any other error of the type as it is.
    /// - Complexity: O(*n*) in the size of the value.
    public func decoded<V: Decodable>(
        as type: V.Type = V.self,
        maximumDepth: Int = JSONValue.defaultMaximumDepth
    ) throws -> V {
        do {
            return try JSONValueDecoder.decode(type, from: self, maximumDepth: maximumDepth)
        } catch let error as DecodingError {
            throw JSONError(error)
        }
    }

    /// Returns the value as another type, and whether instances of classes are part of it.
    func decodedNotingInstances<V: Decodable>(
        as type: V.Type,
        maximumDepth: Int
    ) throws -> (value: V, hasInstances: Bool) {
        do {
            return try JSONValueDecoder.decodeNotingInstances(
                type,
                from: self,
                maximumDepth: maximumDepth
            )
        } catch let error as DecodingError {
            throw JSONError(error)
        }
    }
}
