internal import AgentKV
internal import HTTPTypes

/// A method and a path by which an operation is asked for.
struct Route: Sendable {
    /// A part of a path: a word, or the name of the member that stands there.
    enum Part: Sendable {
        case word(String)
        case member(String)
    }

    /// What stands in the body of a request.
    enum Body: Sendable {
        /// There is none. A route that reads does not look at what is sent all the same; one that writes
        /// does, and refuses it.
        case none
        /// The members that the path does not have.
        case members
        /// The member of that name, or an object that holds it.
        case member(String)
    }

    let method: HTTPRequest.Method
    let parts: [Part]
    let body: Body
    let operation: Operation
    /// The names of the members that stand in the path.
    let pathMembers: [String]
    /// The members that stand in the query of a request without a body.
    let queryMembers: [Member]

    /// Creates a route; a part of the path that begins with a colon is a member.
    init(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ operation: Operation,
        body: Body = .none
    ) {
        self.method = method
        self.body = body
        self.operation = operation
        let parts: [Part] = path.split(separator: "/").map { part in
            part.first == ":" ? .member(String(part.dropFirst())) : .word(String(part))
        }
        let inPath = parts.compactMap { if case .member(let name) = $0 { name } else { nil } }
        (self.parts, pathMembers) = (parts, inPath)
        queryMembers =
            if case .none = body {
                operation.members.filter { !inPath.contains($0.name) }
            } else {
                []
            }
    }

    /// Whether the body of a request is looked at.
    var readsBody: Bool {
        if case .none = body { isStrict } else { true }
    }

    /// Whether a path leads here.
    func matches(_ path: [String]) -> Bool {
        guard path.count == parts.count else { return false }
        for (part, text) in zip(parts, path) {
            if case .word(let word) = part, !word.utf8.elementsEqual(text.utf8) { return false }
        }
        return true
    }
}
