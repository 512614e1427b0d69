struct Person: Codable, Equatable {
    var name: String
    var age: Int
    var nick: String?
    var tags: [String]
}

enum Mood: String, Codable, CodingKeyRepresentable {
    case glad
    case sad
}

enum Shape: Codable, Equatable {
    case circle(radius: Double)
    case point
}

class Base: Codable {
    var base = 1

    init() {}
}

/// A subclass whose members lie beside those of its superclass.
final class Shared: Base {
    var own = 2

    override init() { super.init() }

    required init(from decoder: any Decoder) throws {
        own = try decoder.container(keyedBy: Key.self).decode(Int.self, forKey: .own)
        try super.init(from: decoder)
    }

    override func encode(to encoder: any Encoder) throws {
        try super.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(own, forKey: .own)
    }

    private enum Key: CodingKey {
        case own
    }
}

/// A subclass that keeps its superclass's members apart.
final class Nested: Base {
    var own = 2

    override init() { super.init() }

    required init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        own = try container.decode(Int.self, forKey: .own)
        try super.init(from: container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(own, forKey: .own)
        try super.encode(to: container.superEncoder())
    }

    private enum Key: CodingKey {
        case own
    }
}
