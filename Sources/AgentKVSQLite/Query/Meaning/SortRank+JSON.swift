internal import AgentKV

/// Ranks in cursors: the kind, and the value of a number or a text.
extension SortRank {
    var json: JSONValue {
        switch value {
        case .string: [.integer(Int64(kind)), value]
        // Another program may have stored a number that is beyond all of ours.
        case .number(let number) where !number.isFinite:
            [.integer(Int64(kind)), .string(number > 0 ? "inf" : "-inf")]
        case .number(0): [.integer(Int64(kind)), 0]
        case .integer, .number: [.integer(Int64(kind)), value]
        case .null, .bool, .array, .object: [.integer(Int64(kind))]
        }
    }

    /// Creates the rank of a cursor; nil if it is none.
    init?(json: JSONValue) {
        guard case .array(let parts) = json, parts.count <= 2 else { return nil }
        switch (parts.first, parts.dropFirst().first) {
        case (0, nil): self.init(nil)
        case (1, nil): self.init(.null)
        case (2, nil): self.init(false)
        case (3, nil): self.init(true)
        case (4, .string("inf")): self.init(.number(.infinity))
        case (4, .string("-inf")): self.init(.number(-.infinity))
        case (4, .integer(let integer)): self.init(.integer(integer))
        case (4, .number(let number)): self.init(.number(number))
        case (5, .string(let text)): self.init(.string(text))
        case (6, nil): self.init([])
        default: return nil
        }
    }
}
