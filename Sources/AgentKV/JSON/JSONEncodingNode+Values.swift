extension JSONEncodingNode {
    /// Returns the JSON of a value that belongs below this node at `key`, or at the node itself.
    ///
    /// - Throws: ``JSONError`` with the path, or what the value's own `encode(to:)` throws.
    @inline(__always)
    func encoded<T: Encodable>(
        _ value: T,
        at key: @autoclosure () -> (any CodingKey)?
    ) throws -> JSONValue {
        let scalar: JSONValue?
        do {
            scalar = try JSONValue.scalar(value)
        } catch {
            throw error.nested(in: path(to: key()))
        }
        if let scalar { return scalar }
        return try encodedNested(value, at: key())
    }

    private func encodedNested<T: Encodable>(
        _ value: T,
        at key: (any CodingKey)?
    ) throws -> JSONValue {
        do throws(JSONError) {
            let level = key == nil ? level : level + 1
            if let json = try whole(value, level: level) { return json }
            try checkCalls()
        } catch {
            throw error.nested(in: path(to: key))
        }
        return try JSONEncodingNode(parent: self, key: key).write(value)
    }

    /// Returns the JSON of a value that needs no `encode(to:)`, inside `level` arrays and objects.
    private func whole<T>(_ value: T, level: Int) throws(JSONError) -> JSONValue? {
        if let json = exactly(value, as: JSONValue.self) {
            try json.validate(level: level, maximumDepth: maximumDepth)
            return json
        }
        return try ScalarType(T.self)?.encoded(value)
    }

    /// Returns the JSON of a value that is the first and the outermost.
    func encodedAlone<T: Encodable>(_ value: T) throws -> JSONValue {
        if let json = try JSONValue.scalar(value) { return json }
        if let json = try whole(value, level: 0) { return json }
        return try write(value)
    }

    /// Lets the value write itself here, and returns what it wrote.
    private func write(_ value: some Encodable) throws -> JSONValue {
        try value.encode(to: JSONValueEncoder(node: self))
        return try finish()
    }

    /// Refuses values that nest without arrays and objects between them, each a call of its own.
    private func checkCalls() throws(JSONError) {
        guard level <= maximumDepth, calls <= maximumDepth + 64 else {
            throw .tooDeep(maximumDepth)
        }
        if stack.isNearlyUsed { throw .tooDeepForStack }
    }

    private func path(to key: (any CodingKey)?) -> JSONPath {
        guard let key else { return path }
        return JSONPath(codingPath: codingPath + [key])
    }

    /// Returns what has been written, nested containers included; an empty object if it is nothing.
    func finish() throws(JSONError) -> JSONValue {
        if let failure { throw failure }
        for child in children {
            let value = try child.node.finish()
            switch child.step {
            case .name(let name): object.set(name, to: value)
            case .index(let index): array[index] = value
            }
        }
        switch shape {
        case .untouched, .object: return .object(object)
        case .array: return .array(array)
        case .single: return single
        }
    }
}
