extension JSONDecodingNode {
    /// Returns a value that lies below this node at `key`, or at the node itself, as another type.
    ///
    /// Where the compiler knows the type, as in the calls of a synthesized `init(from:)`, only one
    /// branch remains. No `T?` appears, whose metadata would cost more than all the rest.
    ///
    /// - Throws: `DecodingError` with a ``JSONError`` underneath, or what `init(from:)` throws.
    @inline(__always)
    func decoded<T: Decodable>(
        _ type: T.Type,
        from value: JSONValue,
        at key: @autoclosure () -> (any CodingKey)?
    ) throws -> T {
        do throws(JSONError) {
            if T.self == String.self { return same(try value.text(), as: type) }
            if T.self == Int.self { return same(try value.integer(Int.self), as: type) }
            if T.self == Bool.self { return same(try value.flag(), as: type) }
            if T.self == Double.self { return same(try value.double(), as: type) }
            if T.self == Float.self { return same(try value.float(), as: type) }
            if T.self == Int64.self { return same(try value.integer(Int64.self), as: type) }
            if T.self == Int32.self { return same(try value.integer(Int32.self), as: type) }
            if T.self == Int16.self { return same(try value.integer(Int16.self), as: type) }
            if T.self == Int8.self { return same(try value.integer(Int8.self), as: type) }
            if T.self == UInt.self { return same(try value.integer(UInt.self), as: type) }
            if T.self == UInt64.self { return same(try value.integer(UInt64.self), as: type) }
            if T.self == UInt32.self { return same(try value.integer(UInt32.self), as: type) }
            if T.self == UInt16.self { return same(try value.integer(UInt16.self), as: type) }
            if T.self == UInt8.self { return same(try value.integer(UInt8.self), as: type) }
            if T.self == Int128.self { return same(try value.integer(Int128.self), as: type) }
            if T.self == UInt128.self { return same(try value.integer(UInt128.self), as: type) }
        } catch {
            throw decodingError(error, for: value, as: type, at: key())
        }
        return try decodedNested(type, from: value, at: key())
    }

    private func decodedNested<T: Decodable>(
        _ type: T.Type,
        from value: JSONValue,
        at key: (any CodingKey)?
    ) throws -> T {
        if T.self == JSONValue.self { return same(value, as: type) }
        do throws(JSONError) {
            if let scalar = ScalarType(type) { return try scalar.decoded(type, from: value) }
            guard level <= maximumDepth, calls <= maximumDepth + 64 else {
                throw .tooDeep(maximumDepth)
            }
            if stack.isNearlyUsed { throw .tooDeepForStack }
        } catch {
            throw decodingError(error, for: value, as: type, at: key)
        }
        let node = JSONDecodingNode(value, parent: self, key: key)
        if notesInstances, T.self is any AnyObject.Type { root.hasInstances = true }
        return try T(from: JSONValueDecoder(node: node))
    }
}
