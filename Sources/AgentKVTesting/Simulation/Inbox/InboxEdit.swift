import AgentKV

/// The messages of a simulation: few contents, so that many are equal.
struct SimulatedMessage: Codable, Hashable, Sendable {
    let id: Int

    static let contents = [1, 2, 3]
}

/// A plain call for a key that is an inbox, by somebody who need not know that it is one.
enum InboxEdit {
    case append(String, [Int], ttl: Duration?)
    case appendUnique(String, [Int], ttl: Duration?)
    case pop(String)
    case get(String)
    case set(String, [Int], ttl: Duration?)
    /// Changes the list in place; to nothing where it is empty.
    case update(String, [Int])
    case delete(String)
    case deleteAll(prefix: String)
    case expire(String, ttl: Duration)
    case persist(String)

    /// What a call returns.
    enum Outcome: Equatable {
        case done
        case flag(Bool)
        case count(Int)
        case contents([Int]?)
    }
}

extension ModelInboxes {
    /// Makes a call, and returns what it should return.
    mutating func perform(_ edit: InboxEdit) -> InboxEdit.Outcome {
        switch edit {
        case .append(let key, let contents, let ttl):
            self[key].append(contents.map { message($0) })
            if let ttl { self[key].renew(until: now + ttl) }
            return .done
        case .appendUnique(let key, let contents, let ttl):
            return appendUnique(contents, to: key, ttl: ttl)
        case .pop(let key):
            let contents = self[key].contents ?? []
            self[key].loseList()
            return .contents(contents)
        case .get(let key):
            return .contents(self[key].contents)
        case .set(let key, let contents, let ttl):
            self[key].set(contents.map { message($0) }, end: ttl.map { now + $0 })
            return .done
        case .update(let key, let contents):
            let before = self[key].contents
            let fresh = contents.map { message($0) }
            self[key].edit(fresh)
            return .contents(before)
        case .delete(let key):
            let isThere = self[key].contents != nil
            self[key].removeAll()
            return .flag(isThere)
        case .deleteAll(let prefix):
            return deleteAll(prefix: prefix)
        case .expire(let key, let ttl):
            return .flag(self[key].setEnd(now + ttl))
        case .persist(let key):
            return .flag(self[key].setEnd(nil))
        }
    }

    private mutating func appendUnique(
        _ contents: [Int],
        to key: String,
        ttl: Duration?
    ) -> InboxEdit.Outcome {
        let lent = self[key].lent.map(\.message.content)
        for content in contents {
            let isThere = self[key].waiting.contains { $0.content == content }
            if isThere || lent.contains(content) { continue }
            self[key].append([message(content)])
        }
        if let ttl, !self[key].waiting.isEmpty { self[key].renew(until: now + ttl) }
        return .contents(self[key].contents ?? [])
    }

    private mutating func deleteAll(prefix: String) -> InboxEdit.Outcome {
        var count = 0
        for key in Self.keys where key.hasPrefix(prefix) {
            if self[key].contents != nil { count += 1 }
            self[key].removeAll()
            self[key].ids = [:]
        }
        return .count(count)
    }
}
