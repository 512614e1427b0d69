internal import AgentKV
internal import AgentKVSQLite
internal import HTTPTypes

extension RecordCondition {
    /// Reads the condition of a write from `If-Match` and `If-None-Match`; nil if there is none.
    ///
    /// - Throws: ``Failure`` for what is neither a revision in quotes nor `*`.
    init?(headers: HTTPFields) throws {
        let (match, noneMatch) = (headers[.ifMatch], headers[.ifNoneMatch])
        switch (match, noneMatch) {
        case (nil, nil): return nil
        case ("*"?, nil): self = .present
        case (nil, "*"?): self = .absent
        case (let tag?, nil):
            guard let revision = Revision(entityTag: tag) else {
                throw Failure(.badRequest, "If-Match: a revision in quotes or * is expected")
            }
            self = .revision(revision)
        case (nil, _?):
            throw Failure(.badRequest, "If-None-Match: * is expected where something is written")
        case (_?, _?):
            throw Failure(.badRequest, "If-Match and If-None-Match do not go together")
        }
    }
}

extension Revision {
    /// Reads the revision of an `ETag`: the number in quotes, weak or strong.
    init?(entityTag: String) {
        var text = entityTag[...]
        if text.hasPrefix("W/") { text = text.dropFirst(2) }
        guard text.utf8.count > 2, text.first == "\"", text.last == "\"" else { return nil }
        guard let number = Int64(text.dropFirst().dropLast()) else { return nil }
        self.init(rawValue: number)
    }

    /// Whether `If-None-Match` names it, in a list of tags that may be weak, or by `*`.
    func isNamed(in headers: HTTPFields) -> Bool {
        guard let tags = headers[.ifNoneMatch] else { return false }
        // No tag of ours has blanks in it.
        let list = tags.split { ", \t".contains($0) }
        return list.contains { $0 == "*" || Revision(entityTag: String($0)) == self }
    }

    /// The revision as an `ETag`.
    var entityTag: String { "\"\(rawValue)\"" }
}
