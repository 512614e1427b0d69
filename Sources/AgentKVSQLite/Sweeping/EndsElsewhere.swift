internal import AgentKV

/// Telling the ends of lifetimes that were given here, of records that another process has freed, or
/// has set again after their end.
extension Writer {
    /// How many records are looked at, and how many told, between which other writers get their turn.
    private static var part: Int { 500 }

    /// Tells of those that have ended by now.
    ///
    /// What has expired and is still there is left to whoever frees it. While nobody else has ever
    /// written to the file nothing is looked for.
    ///
    /// - Complexity: O(*n*) in the lifetimes known, where one has ended; O(log *m*) in the records of
    ///   the file for each that has.
    func announceEndsElsewhere() async throws {
        guard let lifetimes = audience.lifetimes else { return }
        let due = lifetimes.due(at: clock.now.milliseconds)
        for start in stride(from: 0, to: due.count, by: Self.part) {
            let part = due[start..<min(start + Self.part, due.count)]
            let ended = try await withConnection { connection in
                try self.ended(among: part, of: lifetimes, on: connection)
            }
            if ended.isEmpty { continue }
            try await write { session in
                for end in ended { try session.announceEnd(end) }
            }
        }
    }

    /// Returns those whose records are gone; where others have given a record another lifetime, that
    /// one counts from now on.
    private func ended(
        among due: ArraySlice<GivenLifetimes.End>,
        of lifetimes: GivenLifetimes,
        on connection: Connection
    ) throws -> [GivenLifetimes.End] {
        guard lifetimes.isShared(try connection.countOfOthers()) else { return [] }
        return try connection.reading { connection in
            let now = clock.now
            return try due.filter { end in
                switch try connection.remainder(after: end, now: now) {
                case .nothing: return true
                case .expired: return false
                case .lifetime(let deadline):
                    lifetimes.adopt(deadline, insteadOf: end)
                    return false
                }
            }
        }
    }
}

extension WriteSession {
    /// Notes that a lifetime has ended that was given here, if others have freed its record and
    /// somebody follows it.
    func announceEnd(_ end: GivenLifetimes.End) throws {
        let (key, place) = (end.id.key.text, end.id.place)
        guard try isEnded(end.id, at: end.deadline) else { return }
        if audience.follows(place) {
            announceGone(key, in: place, .expired, try nextRevision())
        } else {
            audience.lifetimes?.forget(end.id)
        }
    }

    /// The same for all that have ended in an area.
    func announceEndsElsewhere(in area: Announcements.Area) throws {
        guard let lifetimes = audience.lifetimes else { return }
        for end in lifetimes.due(at: now.milliseconds) where area.contains(end.id.place) {
            try announceEnd(end)
        }
    }

    /// Whether a record is gone to which a lifetime was given here that has ended.
    func hasEndedElsewhere(_ key: String, in place: Place) throws -> Bool {
        guard let lifetimes = audience.lifetimes, !lifetimes.isEmpty else { return false }
        let id = GivenLifetimes.ID(key, in: place)
        guard let deadline = lifetimes.deadline(of: id) else { return false }
        return try isEnded(id, at: deadline)
    }

    /// Whether others have freed a record whose lifetime ended at `deadline`; what this transaction
    /// has done to it counts.
    private func isEnded(_ id: GivenLifetimes.ID, at deadline: Int64) throws -> Bool {
        guard deadline <= now.milliseconds, !announcements.hasNoted(id),
            audience.lifetimes?.deadline(of: id) == deadline
        else { return false }
        let end = GivenLifetimes.End(id: id, deadline: deadline)
        if case .nothing = try connection.remainder(after: end, now: now) { return true }
        return false
    }
}

/// What there is of a record to which a lifetime was given that has ended.
private enum Remainder {
    /// Others have freed it, and may have made another one of its key.
    case nothing
    /// It is still there, to be freed.
    case expired
    /// It is live: others have given it another lifetime before the end of this one.
    case lifetime(Int64?)
}

extension Connection {
    fileprivate func remainder(
        after end: GivenLifetimes.End,
        now: DatabaseTime
    ) throws -> Remainder {
        let statement = try statement(
            """
            SELECT expires_at, created_at FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
            """
        )
        defer { statement.reset() }
        try statement.bind(end.id.key.text, in: end.id.place)
        guard try statement.step() else { return .nothing }
        let deadline = statement.deadline(0)
        if let deadline, deadline <= now.milliseconds { return .expired }
        // A record that is set again after its end is a new one.
        return statement.integer(1) >= end.deadline ? .nothing : .lifetime(deadline)
    }
}
