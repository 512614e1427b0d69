internal import AgentKV

/// What an operation is given: the members of a body or of a frame, and what a path names.
struct Parameters: Sendable {
    let object: JSONObject

    /// Throws for the first member that is missing or of another kind than it has to be.
    func check(_ members: [Member]) throws {
        for member in members {
            guard let value = object[member.name] else {
                if member.isRequired { throw Failure.wrong(member.name, "it is missing") }
                continue
            }
            if value == .null, !member.isRequired { continue }
            if let expected = member.kind.problem(with: value) {
                throw Failure.wrong(member.name, "\(expected), found \(value.kind)")
            }
        }
    }

    /// The text of a member that has been checked; empty if it is missing.
    func text(_ name: String) -> String { optionalText(name) ?? "" }

    func optionalText(_ name: String) -> String? {
        if case .string(let text)? = object[name] { text } else { nil }
    }

    func flag(_ name: String) -> Bool {
        if case .bool(let flag)? = object[name] { flag } else { false }
    }

    func integer(_ name: String) -> Int? {
        object[name]?.exactInteger
    }

    func object(_ name: String) -> JSONObject? {
        if case .object(let object)? = object[name] { object } else { nil }
    }

    func values(_ name: String) -> [JSONValue] {
        if case .array(let values)? = object[name] { values } else { [] }
    }

    func texts(_ name: String) -> [String] {
        values(name).compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// The duration of a number of seconds; nil where it is missing or null.
    func duration(_ name: String) -> Duration? {
        object[name]?.seconds.map(Duration.init(clampingSeconds:))
    }
}

extension Parameters {
    var instance: String { text(Member.instance.name) }
    var namespace: String { text(Member.namespace.name) }
    var key: String { text(Member.key.name) }
    var ttl: Duration? { duration(Member.ttl.name) }
    var autoCreatesInstance: Bool { flag(Member.autoCreate.name) }
}

extension Duration {
    /// The duration of so many seconds, the longest or the shortest where it is out of range; what
    /// is above zero stays above zero.
    init(clampingSeconds seconds: Double) {
        let longest = 1e15
        let clamped = min(max(seconds, -longest), longest)
        let duration = Duration.seconds(clamped)
        self = duration == .zero && seconds > 0 ? .nanoseconds(1) : duration
    }
}
