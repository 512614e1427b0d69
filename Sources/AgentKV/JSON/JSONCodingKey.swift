/// The key under which a coder reaches a member or an element.
enum JSONCodingKey: CodingKey {
    case name(String)
    case index(Int)

    /// The member that stands for a superclass's part when no key is named.
    static let superclass = JSONCodingKey.name("super")

    init(stringValue: String) {
        self = .name(stringValue)
    }

    init(intValue: Int) {
        self = .index(intValue)
    }

    var stringValue: String {
        switch self {
        case .name(let name): name
        case .index(let index): "Index \(index)"
        }
    }

    var intValue: Int? {
        switch self {
        case .name: nil
        case .index(let index): index
        }
    }
}
