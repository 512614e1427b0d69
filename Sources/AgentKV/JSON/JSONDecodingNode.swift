/// The place of one value that is being decoded: the value, and how to name it.
///
/// A decoder and its containers share the node. A nested value that is no scalar gets a node of its own, which
/// knows its way up; the coding path is put together only when someone asks or something fails.
final class JSONDecodingNode {
    let value: JSONValue
    let parent: JSONDecodingNode?
    let key: (any CodingKey)?
    /// How many arrays and objects are around the value.
    let level: Int
    /// How many calls of `init(from:)` are running.
    let calls: Int
    let maximumDepth: Int
    /// Where the member was that was looked up last: the next one is mostly behind it.
    var lastPosition = 0

    init(_ value: JSONValue, maximumDepth: Int) {
        self.value = value
        parent = nil
        key = nil
        level = 0
        calls = 0
        self.maximumDepth = maximumDepth
    }

    init(_ value: JSONValue, parent: JSONDecodingNode, key: (any CodingKey)?) {
        self.value = value
        self.parent = parent
        self.key = key
        level = key == nil ? parent.level : parent.level + 1
        calls = parent.calls + 1
        maximumDepth = parent.maximumDepth
    }

    var codingPath: [any CodingKey] {
        var keys: [any CodingKey] = []
        var node = self
        while let parent = node.parent {
            if let key = node.key { keys.append(key) }
            node = parent
        }
        return keys.reversed()
    }
}

extension JSONDecodingNode {
    /// Returns a value that lies below this node at `key`, or at the node itself, as another type.
    ///
    /// - Throws: `DecodingError` with a ``JSONError`` underneath, or what the type's own `init(from:)` throws.
    @inline(__always)
    func decoded<T: Decodable>(
        _ type: T.Type,
        from value: JSONValue,
        at key: @autoclosure () -> (any CodingKey)?
    ) throws -> T {
        let scalar: T?
        do {
            scalar = try value.scalar(type)
        } catch {
            throw decodingError(error, for: value, as: type, at: key())
        }
        if let scalar { return scalar }
        return try decodedNested(type, from: value, at: key())
    }

    private func decodedNested<T: Decodable>(
        _ type: T.Type,
        from value: JSONValue,
        at key: (any CodingKey)?
    ) throws -> T {
        if let json = exactly(value, as: type) { return json }
        do throws(JSONError) {
            if let scalar = try value.foundationScalar(type) { return scalar }
            guard level <= maximumDepth, calls <= 4 * maximumDepth.clamped + 16 else {
                throw .tooDeep(maximumDepth)
            }
        } catch {
            throw decodingError(error, for: value, as: type, at: key)
        }
        let node = JSONDecodingNode(value, parent: self, key: key)
        return try T(from: JSONValueDecoder(node: node))
    }
}
