/// What is wrong with a JSON text or value: what kind of thing, where, and why.
public struct JSONError: Error, Sendable, Hashable {
    /// What kind of thing is wrong.
    public enum Kind: Sendable, Hashable {
        /// The text is not JSON.
        case syntax
        /// JSON cannot hold the value: a number that is not finite, an integer outside `Int64`, or
        /// too deep a nesting.
        case unrepresentable
        /// The value is not of the type that was asked for.
        case mismatch
    }

    /// Where it is wrong.
    public enum Location: Sendable, Hashable {
        /// The place in a value.
        case value(JSONPath)
        /// The place in a text: the offset in UTF-8 bytes from 0, the line and the column from 1.
        ///
        /// Lines end with a line feed; columns count Unicode scalars.
        case text(offset: Int, line: Int, column: Int)
    }

    /// What kind of thing is wrong.
    public let kind: Kind
    /// Where it is wrong.
    public internal(set) var location: Location
    /// Why, in words to act on.
    public let reason: String

    /// Creates an error.
    public init(_ kind: Kind, at location: Location, reason: String) {
        self.kind = kind
        self.location = location
        self.reason = reason
    }
}

extension JSONError: CustomStringConvertible {
    /// Place and reason, such as `$.user.age: expected an integer, found text`.
    public var description: String {
        switch location {
        case .value(let path): "\(path): \(reason)"
        case .text(let offset, let line, let column):
            "line \(line), column \(column) (byte \(offset)): \(reason)"
        }
    }
}

extension JSONError {
    /// Returns the error as seen from a value that holds the faulty one `steps` further down.
    func nested(in steps: JSONPath.Step...) -> JSONError {
        nested(in: JSONPath(steps))
    }

    /// Returns the error as seen from a value that holds the faulty one at `outer`.
    func nested(in outer: JSONPath) -> JSONError {
        guard case .value(let path) = location else { return self }
        var error = self
        error.location = .value(JSONPath(outer.steps + path.steps))
        return error
    }

    static func notFinite(_ number: Double) -> JSONError {
        JSONError(
            .unrepresentable,
            at: .value(JSONPath()),
            reason: "JSON has no number for \(number): only finite numbers can be stored"
        )
    }

    static func outsideInt64(_ integer: some BinaryInteger) -> JSONError {
        JSONError(
            .unrepresentable,
            at: .value(JSONPath()),
            reason: "the integer \(integer) is outside the range of Int64"
        )
    }

    static func tooDeep(_ maximumDepth: Int, at path: JSONPath = JSONPath()) -> JSONError {
        JSONError(.unrepresentable, at: .value(path), reason: tooDeepReason(maximumDepth))
    }

    static var tooDeepForStack: JSONError {
        JSONError(
            .unrepresentable,
            at: .value(JSONPath()),
            reason: "the value nests too deep for its type on the stack of this thread"
        )
    }

    static func tooDeepReason(_ maximumDepth: Int) -> String {
        "the value nests deeper than \(maximumDepth) arrays and objects"
    }
}
