/// An entry that is about to be stored, for a function that says what it costs.
public struct StoredItem: Sendable {
    /// The key.
    public let key: String
    let stored: StoreValue

    /// Returns the value if it is set as a `V`; nil if it is of another type.
    ///
    /// It neither encodes nor decodes. Lists that list calls made are a `JSONValue`.
    public func value<V: Codable & Sendable>(as type: V.Type) -> V? {
        stored.exactly(type)
    }

    /// About how much memory the entry takes, in bytes: the key, the value and what the store keeps
    /// beside them.
    ///
    /// Numbers, truth, text and JSON are measured as they are. A value of another type counts as much
    /// as its JSON would, so that it has to be encoded for it: about a microsecond for a few fields.
    public var estimatedBytes: Int {
        StoredItem.overhead + key.bytesElsewhere + stored.estimatedBytes
    }

    /// A cell, its place in the index, and what the policy knows of it.
    private static let overhead = 112
}

extension StoreValue {
    var estimatedBytes: Int {
        switch storage {
        case .integer, .number, .bool: 0
        case .string(let text): text.bytesElsewhere
        case .json(let json): json.estimatedBytes
        case .list(let list): JSONValue.array(list.items).estimatedBytes
        case .boxed, .encoded, .queue:
            (try? json(maximumDepth: .max))?.estimatedBytes
                ?? MemoryLayout<JSONValue>.stride
        }
    }
}

extension StoreValue {
    /// About how many bytes the value takes as an item of a list.
    var estimatedItemBytes: Int {
        if case .json(let item) = storage { return item.estimatedBytes }
        return (try? json(for: "", limits: StoreLimits()))?.estimatedBytes
            ?? MemoryLayout<JSONValue>.stride
    }
}

extension JSONValue {
    /// About how many bytes the value takes.
    ///
    /// - Complexity: O(*n*) in its parts.
    var estimatedBytes: Int { estimatedBytes(calls: 0) }

    /// The same, inside so many calls of this.
    private func estimatedBytes(calls: Int) -> Int {
        if calls == LargeStack.calls { return estimatedBytesByOneCall }
        return switch self {
        case .null, .bool, .integer, .number, .string: ownBytes
        case .array(let items): items.reduce(ownBytes) { $0 + $1.estimatedBytes(calls: calls + 1) }
        case .object(let members):
            members.reduce(ownBytes) {
                $0 + 32 + $1.name.bytesElsewhere + $1.value.estimatedBytes(calls: calls + 1)
            }
        }
    }

    /// The same for what nests deeply, for which the stack may be too small.
    private var estimatedBytesByOneCall: Int {
        var (bytes, open) = (0, [self])
        while let next = open.popLast() {
            bytes += next.ownBytes
            switch next {
            case .null, .bool, .integer, .number, .string: break
            case .array(let items): open += items
            case .object(let members):
                for (name, value) in members {
                    bytes += 32 + name.bytesElsewhere
                    open.append(value)
                }
            }
        }
        return bytes
    }

    /// What the value takes without its parts.
    private var ownBytes: Int {
        let own = MemoryLayout<JSONValue>.stride
        return switch self {
        case .null, .bool, .integer, .number: own
        case .string(let text): own + text.bytesElsewhere
        case .array, .object: own + 32
        }
    }
}
