/// A member of what an operation is given, as the documentation tells it and as it is checked.
struct Member: Sendable {
    /// What a value has to be.
    enum Kind: Sendable {
        case text
        case flag
        case integer
        /// A number of seconds above zero.
        case seconds
        /// A number of seconds above zero, or null.
        case secondsOrNull
        case object
        case texts
        case values
        case entries
        case anything
    }

    let name: String
    let kind: Kind
    let isRequired: Bool
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
    static let ttl = optional(
        "ttlSeconds",
        .seconds,
        "How long it lives from now on, in seconds; without it, for ever."
    )
    static let autoCreate = optional(
        "autoCreateInstance",
        .flag,
        "Whether an instance that is missing is made, of that name."
    )
}
