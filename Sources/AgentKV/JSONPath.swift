/// The way from the top of a JSON value to a place inside it, written like `$.user.tags[3]`.
public struct JSONPath: Sendable, Hashable {
    /// One step down: into an object or into an array.
    public enum Step: Sendable, Hashable {
        /// To the member of that name.
        case name(String)
        /// To the element at that position, counted from 0.
        case index(Int)
    }

    /// The steps from the top down; none for the value as a whole.
    public var steps: [Step]

    /// Creates a path of steps from the top down.
    public init(_ steps: [Step] = []) {
        self.steps = steps
    }
}

extension JSONPath: CustomStringConvertible {
    /// The path as text: `$` is the top; names that are not plain identifiers are quoted, as in
    /// `$["a b"]`.
    public var description: String {
        var text = "$"
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .name(let name) where Self.isPlain(name): text += ".\(name)"
            case .name(let name): text += "[\(JSONValue.string(name))]"
            }
        }
        return text
    }

    private static func isPlain(_ name: String) -> Bool {
        let isWord = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
        guard isWord, let first = name.utf8.first else { return false }
        return first > UInt8(ascii: "9")
    }
}

extension JSONPath {
    /// Creates the path that a coder's keys describe.
    init(codingPath: [any CodingKey]) {
        self.init(codingPath.map(Step.init))
    }
}

extension JSONPath.Step {
    /// Creates the step that a coder's key describes: only our own keys stand for positions.
    init(_ key: any CodingKey) {
        switch key as? JSONCodingKey {
        case .index(let index): self = .index(index)
        case .name(let name): self = .name(name)
        case nil: self = .name(key.stringValue)
        }
    }
}
