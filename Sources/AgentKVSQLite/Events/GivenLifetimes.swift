internal import AgentKV

/// The ends of the lifetimes that were given through this ``SQLiteDatabase`` to records that somebody
/// follows.
///
/// Another process on the file may be the one that frees such a record, or sets its key again. It
/// tells its own followers; those here are told because the end is known here. Of records that nobody
/// follows nothing is kept, and of those that somebody follows no more than ``mostBytes``: the end of a
/// lifetime beyond that is told where it is freed.
///
/// It changes on the queue of the writer, once a transaction is durable.
final class GivenLifetimes: Sendable {
    /// A record, told from others by its bytes.
    struct ID: Sendable, Hashable {
        let place: Place
        let key: ByteText

        init(_ key: String, in place: Place) {
            self.place = place
            self.key = ByteText(key)
        }
    }

    /// A lifetime and its end, in milliseconds.
    struct End: Sendable {
        let id: ID
        let deadline: Int64
    }

    fileprivate struct State {
        var deadlines: [ID: Int64] = [:]
        var bytes = 0
        /// No lifetime ends before that; nil where there is none.
        var earliest: Int64?
        /// What SQLite has counted of the commits of others, and whether there have been any.
        var commitsOfOthers: Int64?
        var isShared = false
    }

    /// How much is kept at most: some 100,000 lifetimes of keys of a usual length.
    static let mostBytes = 16 << 20
    /// What a lifetime takes beside its key.
    private static let overhead = 128

    fileprivate let state = Lock(State())

    var isEmpty: Bool { state.withLock { $0.deadlines.isEmpty } }

    /// Returns whether others have ever written to the file, given what SQLite counts of that now: if
    /// not, nobody else has freed anything.
    func isShared(_ commitsOfOthers: Int64) -> Bool {
        state.withLock { state in
            if let known = state.commitsOfOthers, known != commitsOfOthers { state.isShared = true }
            state.commitsOfOthers = commitsOfOthers
            return state.isShared
        }
    }

    /// The end of the lifetime that was given to a record, if it is known.
    func deadline(of id: ID) -> Int64? { state.withLock { $0.deadlines[id] } }

    /// The next end after `now`; nil if none is known.
    ///
    /// - Complexity: O(*n*) in the lifetimes where one has ended, otherwise O(1).
    func next(after now: Int64) -> Int64? {
        state.withLock { state in
            guard let earliest = state.earliest, earliest <= now else { return state.earliest }
            return state.deadlines.values.lazy.filter { $0 > now }.min()
        }
    }

    /// The lifetimes that have ended by `now`, the earliest first.
    ///
    /// - Complexity: O(*n*) in the lifetimes where one has ended, otherwise O(1).
    func due(at now: Int64) -> [End] {
        state.withLock { state in
            guard let earliest = state.earliest, earliest <= now else { return [] }
            state.earliest = state.deadlines.values.min()
            return state.deadlines.filter { $0.value <= now }
                .map { End(id: $0.key, deadline: $0.value) }
                .sorted { $0.deadline < $1.deadline }
        }
    }

    /// Takes down what has become of a record that somebody follows.
    func take(_ change: RecordChange) {
        let id = ID(change.key, in: change.place)
        state.withLock { state in
            switch change.lifetime {
            case .until(let deadline?): state.set(id, to: deadline)
            case .until(nil): state.remove(id)
            case .unchanged(let now):
                if let deadline = state.deadlines[id], deadline <= now { state.remove(id) }
            }
        }
    }

    /// Takes another deadline, nil for none, in the place of one that others have changed.
    func adopt(_ deadline: Int64?, insteadOf end: End) {
        state.withLock { state in
            guard state.deadlines[end.id] == end.deadline else { return }
            if let deadline { state.set(end.id, to: deadline) } else { state.remove(end.id) }
        }
    }

    /// Forgets a record.
    func forget(_ id: ID) {
        state.withLock { $0.remove(id) }
    }

    /// Forgets all records of some areas.
    func forget(_ areas: [Announcements.Area]) {
        state.withLock { state in
            for id in state.deadlines.keys where areas.contains(where: { $0.contains(id.place) }) {
                state.remove(id)
            }
        }
    }
}

extension GivenLifetimes.State {
    fileprivate mutating func set(_ id: GivenLifetimes.ID, to deadline: Int64) {
        if deadlines[id] == nil {
            let size = GivenLifetimes.size(of: id)
            if bytes + size > GivenLifetimes.mostBytes { return }
            bytes += size
        }
        deadlines[id] = deadline
        earliest = min(earliest ?? deadline, deadline)
    }

    fileprivate mutating func remove(_ id: GivenLifetimes.ID) {
        if deadlines.removeValue(forKey: id) != nil { bytes -= GivenLifetimes.size(of: id) }
        if deadlines.isEmpty { earliest = nil }
    }
}

extension GivenLifetimes {
    fileprivate static func size(of id: ID) -> Int { id.key.text.utf8.count + overhead }
}
