internal import HTTPTypes

/// Where a request goes: the parts of its path, and the members of its query.
struct RequestTarget: Sendable {
    /// The parts of the path, decoded; empty for `/`.
    let path: [String]
    /// The names and values of the query, decoded, in their order.
    let query: [(name: String, value: String)]

    /// Takes apart the path of a request line.
    ///
    /// What is not well encoded in the query of a socket for requests stands for itself: such a client
    /// puts into it what it likes.
    ///
    /// - Throws: ``Failure`` for an encoding that is wrong.
    init(_ target: String) throws {
        let (path, query) = Self.split(target[...], at: "?")
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        // A path begins with a slash: there is nothing before the first one.
        self.path = try path == "/" ? [] : parts.dropFirst().map(Self.decodedPart)
        let isLenient = SocketRequest.Purpose(self.path) == .requests
        self.query =
            try query?.split(separator: "&").map {
                try Self.decodedPair($0, isLenient: isLenient)
            } ?? []
    }

    /// The value of a member of the query, the last one where it is repeated; nil if it is missing.
    subscript(_ name: String) -> String? {
        query.last { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    private static func decodedPart(_ part: Substring) throws -> String {
        guard let text = PercentDecoding.text(part) else {
            throw Failure(.badRequest, "the path has a wrong percent-encoding: \(part.prefix(64))")
        }
        return text
    }

    private static func decodedPair(
        _ pair: Substring,
        isLenient: Bool
    ) throws -> (name: String, value: String) {
        let (name, value) = split(pair, at: "=")
        let decoded = [name, value ?? ""].compactMap { text in
            PercentDecoding.text(text, plusIsSpace: true) ?? (isLenient ? String(text) : nil)
        }
        guard decoded.count == 2 else {
            throw Failure(.badRequest, "the query has a wrong percent-encoding: \(pair.prefix(64))")
        }
        return (decoded[0], decoded[1])
    }

    private static func split(
        _ text: Substring,
        at separator: Character
    ) -> (Substring, Substring?) {
        guard let position = text.firstIndex(of: separator) else { return (text, nil) }
        return (text[..<position], text[text.index(after: position)...])
    }
}
