/// A member of what an operation is given, as the documentation tells it and as it is checked.
struct Member: Sendable {
    /// What a value has to be.
    enum Kind: Sendable {
        case text
        case flag
        case integer
        /// A number of seconds above zero.
        case seconds
        /// A time: ISO 8601 text, or milliseconds since 1970.
        case time
        case object
        case texts
        case values
        /// An array of objects, which have these members.
        case objects([Member])
        case anything
    }

    let name: String
    let kind: Kind
    let isRequired: Bool
    /// Whether null is a value of its own; otherwise it is as if the member were left out, unless that
    /// is required.
    var takesNull = false
    /// The name of the member that may stand in the place of this one, and not beside it.
    var alternative: String?
    /// What it is for, in a sentence.
    let about: String

    static func required(_ name: String, _ kind: Kind, _ about: String) -> Member {
        Member(name: name, kind: kind, isRequired: true, about: about)
    }

    static func optional(_ name: String, _ kind: Kind, _ about: String) -> Member {
        Member(name: name, kind: kind, isRequired: false, about: about)
    }
}

/// The members that several operations have.
extension Member {
    static let instance = required("instanceId", .text, "The id or the name of the instance.")
    static let namespace = required("namespace", .text, "The namespace.")
    static let key = required("key", .text, "The key.")
    static let keys = required("keys", .texts, "The keys.")
    static let autoCreate = optional(
        "autoCreateInstance",
        .flag,
        "Whether an instance that is missing is made, of that name."
    )

    /// The name of the member that is a lifetime.
    static let ttlName = "ttlSeconds"
    /// The name of the member that is the end of a lifetime.
    static let endName = "expiresAt"

    /// The two members that give a lifetime, of which one is given at most.
    ///
    /// - Parameters:
    ///   - about: What the lifetime is for, in a sentence.
    ///   - isRequired: Whether one of them has to be given; null is for ever then.
    /// - Returns: The lifetime in seconds, and its end.
    static func lifetime(_ about: String, isRequired: Bool = false) -> [Member] {
        [
            Member(
                name: ttlName,
                kind: .seconds,
                isRequired: isRequired,
                takesNull: isRequired,
                alternative: endName,
                about: "\(about) In seconds from now on."
            ),
            Member(
                name: endName,
                kind: .time,
                isRequired: isRequired,
                takesNull: isRequired,
                alternative: ttlName,
                about: "Its end instead: ISO 8601 text or milliseconds since 1970."
            ),
        ]
    }
}
