public import AgentKV

/// Changed copies of JSON values, the same for the same seed: well-formed text, of which the pieces
/// do not fit.
///
/// Where ``HostileInput`` is for what reads text, this is for what reads values: a request, a query.
public struct HostileJSON: Sendable {
    /// The examples that are changed.
    public let corpus: [JSONValue]
    /// The names of members in the examples.
    private let names: [String]
    var random: SplitMix64

    /// Describes values.
    ///
    /// - Parameters:
    ///   - corpus: The examples; without any, values begin as null.
    ///   - seed: What decides the values.
    public init(corpus: [JSONValue], seed: UInt64) {
        self.corpus = corpus
        names = corpus.flatMap(\.memberNames)
        random = SplitMix64(seed: seed)
    }

    /// Returns the next value: an example with one to four changes.
    public mutating func next() -> JSONValue {
        var value = example()
        for _ in 0..<random.pick([1, 1, 2, 4]) { value = changed(value) }
        return value
    }
}

extension HostileJSON {
    static let scalars: [JSONValue] = [
        .null, true, false, 0, 1, -1, 2, 1.0, -0.0, 0.5, 1e300, -1e300, .integer(.max),
        .integer(.min), 9_007_199_254_740_993, 9.3e18, "", "a", "1", "null", "[1]", "{\"a\":1}",
        "\u{0}", "a\u{0}b", "\u{E9}", "e\u{301}", "\u{10FFFF}", "%", "'", "\"", "\\", "\\.",
        "2024-01-19T10:00:00Z", [], [:], [[]], [nil],
    ]

    private mutating func example() -> JSONValue {
        corpus.isEmpty ? .null : random.pick(corpus)
    }

    /// Changes a part of the value: the value itself, or one further down.
    private mutating func changed(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(var elements) where !elements.isEmpty && !random.oneIn(4):
            let position = Int.random(in: elements.indices, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: elements.remove(at: position)
            case 1:
                let times = random.pick([1, 1, 4, 40])
                elements += Array(repeating: elements[position], count: times)
            case 2: elements.swapAt(position, elements.startIndex)
            default: elements[position] = changed(elements[position])
            }
            return .array(elements)
        case .object(var object) where !object.isEmpty && !random.oneIn(6):
            let member = object[Int.random(in: object.indices, using: &random)]
            switch Int.random(in: 0..<8, using: &random) {
            case 0: object[member.name] = nil
            case 1:
                object[member.name] = nil
                object[name()] = member.value
            case 2: object[name()] = random.oneIn(2) ? part(of: example()) : member.value
            default: object[member.name] = changed(member.value)
            }
            return .object(object)
        default:
            return replacement(of: value)
        }
    }

    private mutating func replacement(of value: JSONValue) -> JSONValue {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return [value]
        case 1: return .object([name(): value])
        case 2: return .string(value.description)
        case 3: return part(of: example())
        case 4: return text(value)
        default: return random.pick(Self.scalars)
        }
    }

    /// A text with a piece of another one in it.
    private mutating func text(_ value: JSONValue) -> JSONValue {
        guard case .string(let text) = value else { return random.pick(Self.scalars) }
        var scalars = Array(text.unicodeScalars)
        let start = Int.random(in: 0...scalars.count, using: &random)
        let end = Int.random(in: start...scalars.count, using: &random)
        var other = ""
        if case .string(let piece) = random.pick(Self.scalars) { other = piece }
        scalars.replaceSubrange(start..<end, with: Array(other.unicodeScalars))
        return .string(String(String.UnicodeScalarView(scalars)))
    }

    private mutating func part(of value: JSONValue) -> JSONValue {
        guard !random.oneIn(3) else { return value }
        return switch value {
        case .array(let elements) where !elements.isEmpty: part(of: random.pick(elements))
        case .object(let object) where !object.isEmpty:
            part(of: object[Int.random(in: object.indices, using: &random)].value)
        default: value
        }
    }

    private mutating func name() -> String {
        names.isEmpty || random.oneIn(6)
            ? random.pick(["", "a", "\u{0}", "e\u{301}"]) : random.pick(names)
    }
}

extension JSONValue {
    /// The names of all members in the value.
    fileprivate var memberNames: [String] {
        switch self {
        case .array(let elements): elements.flatMap(\.memberNames)
        case .object(let object): object.flatMap { [$0.name] + $0.value.memberNames }
        default: []
        }
    }
}
