internal import AgentKV

/// A route that writes is strict: what is said to it and not understood might have kept it from
/// writing, or from deleting.
extension Route {
    /// Whether the route refuses what it does not know.
    var isStrict: Bool { !operation.traits.contains(.onlyReads) }

    /// Throws for what a request says that the route does not know, if it is strict.
    ///
    /// - Throws: ``Failure``, 400, which names the member or the parameter that may have been meant.
    func refuseUnknown(_ object: JSONObject, _ target: RequestTarget) throws(Failure) {
        if !isStrict { return }
        let parameters = queryMembers.map(\.name)
        for (name, _) in target.query where !parameters.contains(name) {
            if bodyMembers.contains(where: { $0.name == name }) {
                throw .wrong(name.shortened, "it belongs in the body; \(Self.nothingDone)")
            }
            throw .unknown(name, "parameter of the query", parameters)
        }
        try Self.refuseUnknown(in: object, of: bodyMembers)
        // What stands in the path may be said again, but not otherwise.
        for (part, text) in zip(parts, target.path) {
            guard case .member(let name) = part, let value = object[name] else { continue }
            if value != .string(text) {
                throw .wrong(name, "the path says otherwise; \(Self.nothingDone)")
            }
        }
    }

    /// The members that may stand in the body.
    private var bodyMembers: [Member] {
        switch body {
        case .members: operation.members
        case .none, .member: operation.members.filter { pathMembers.contains($0.name) }
        }
    }

    private static func refuseUnknown(
        in object: JSONObject,
        of members: [Member],
        at place: @autoclosure () -> String = ""
    ) throws(Failure) {
        for (name, value) in object {
            guard let member = members.first(where: { $0.name == name }) else {
                throw .unknown(name, at: place(), "member", members.map(\.name))
            }
            guard case .objects(let inner) = member.kind, case .array(let elements) = value else {
                continue
            }
            for (index, element) in elements.enumerated() {
                guard case .object(let element) = element else { continue }
                try refuseUnknown(in: element, of: inner, at: "\(place())\(name)[\(index)].")
            }
        }
    }

    fileprivate static let nothingDone = "nothing was changed"
}

extension Failure {
    /// The failure of a request that says something that is not known.
    ///
    /// - Parameters:
    ///   - name: How that is called.
    ///   - place: What stands before the name.
    ///   - kind: What it is.
    ///   - known: The names that are known there.
    /// - Returns: The failure, 400.
    fileprivate static func unknown(
        _ name: String,
        at place: String = "",
        _ kind: String,
        _ known: [String]
    ) -> Failure {
        let names = known.map { "`\($0)`" }.joined(separator: ", ")
        let hint =
            if let nearest = NearestName.nearest(to: name, of: known) {
                "did you mean `\(nearest)`?"
            } else if known.isEmpty {
                "there is none"
            } else {
                "there are \(names)"
            }
        return .wrong(
            place + name.shortened,
            "it is no known \(kind), and \(Route.nothingDone); \(hint)"
        )
    }
}
