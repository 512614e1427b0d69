internal import AgentKV

/// What an operation is given: the members of a body or of a frame, and what a path names.
struct Parameters: Sendable {
    let object: JSONObject

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
}

extension Parameters {
    var instance: String { text(Member.instance.name) }
    var namespace: String { text(Member.namespace.name) }
    var key: String { text(Member.key.name) }
    var autoCreatesInstance: Bool { flag(Member.autoCreate.name) }
}
