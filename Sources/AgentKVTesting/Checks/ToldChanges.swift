import AgentKV

/// What a subscriber was told, and how that ended.
struct ToldChanges {
    private(set) var changes: [StoreChange] = []
    /// What the sequence threw; nil if it just ended.
    private(set) var error: StoreError?

    /// Reads a subscription to its end.
    init(_ subscription: StoreChanges) async {
        do {
            for try await change in subscription { changes.append(change) }
        } catch {
            self.error = error
        }
    }

    /// Reads what a subscription has been told so far.
    ///
    /// It ends the store's subscriptions for that, so that a store which tells less than it should
    /// fails the check rather than keeps it waiting.
    static func soFar(
        _ subscription: StoreChanges,
        of store: any KeyValueStore,
        isOver: Bool = false
    ) async throws -> ToldChanges {
        store.backend.coordinator.close()
        let told = await ToldChanges(subscription)
        try expect(told.error, is: isOver ? nil : .closed, "the end of a closed store's changes")
        return told
    }

    /// Reads a subscription up to the notice that the present state has been told.
    static func throughPresentState(_ subscription: StoreChanges) async throws -> ToldChanges {
        var told = ToldChanges()
        var iterator = subscription.makeAsyncIterator()
        while let change = try await iterator.next() {
            told.changes.append(change)
            if change.kind == .current { return told }
        }
        throw Mismatch(reason: "the present state has no end", fileID: #fileID, line: #line)
    }

    /// Reads the present state, and what has been told since.
    static func soFarWithPresentState(
        _ subscription: StoreChanges,
        of store: any KeyValueStore
    ) async throws -> ToldChanges {
        var told = try await throughPresentState(subscription)
        try await told.append(soFar(subscription, of: store))
        return told
    }

    private init() {}

    /// Adds what was told later.
    mutating func append(_ later: ToldChanges) {
        changes += later.changes
        error = later.error
    }

    /// The changes in words: `set a 1`, `deleted a`.
    var words: [String] {
        get throws {
            try changes.map { change in
                let key = change.key.isEmpty ? "" : " \(change.key)"
                let value = try change.json().map { " \($0)" } ?? ""
                return "\(change.kind.rawValue)\(key)\(value)"
            }
        }
    }

    /// What the changes leave when each is applied to nothing.
    func replayed() throws -> [[UInt8]: JSONValue] {
        var state: [[UInt8]: JSONValue] = [:]
        for change in changes {
            switch change.kind {
            case .current: continue
            case .restarted: state = [:]
            default: state[Array(change.key.utf8)] = try change.json()
            }
        }
        return state
    }
}

extension KeyValueStore {
    /// All that is live, by key.
    func content(prefix: String = "") async throws -> [[UInt8]: JSONValue] {
        try await transaction { tx in
            var content: [[UInt8]: JSONValue] = [:]
            for key in try tx.keys(prefix: prefix, limit: .max) {
                content[Array(key.utf8)] = try tx.get(key)
            }
            return content
        }
    }
}
