internal import AgentKV

/// Doing what is due: leases and lifetimes of messages end, and ids are forgotten.
extension WriteSession {
    /// How much is dealt with in one transaction at most.
    private static var part: Int { 256 }
    /// After how many milliseconds that is tried again which could not be done.
    private static var pause: Int64 { 60_000 }

    /// Does a part of what is due, before anybody else's part runs, and notes whether that was all.
    ///
    /// Each key is dealt with by itself: what cannot be done at one, as its record is no list any more,
    /// holds up nobody.
    func settleQueues() throws {
        isSettled = true
        let present = now
        guard let due = metadata.due, due <= present.milliseconds else { return }
        defer { go(to: present) }
        var count = 0
        while count < Self.part,
            let next = try connection.dueMetadata(now: present, limit: 1).first
        {
            // All of one key that is due at that moment, in one.
            let together = try connection.dueMetadata(of: next.id.key, in: next.place, at: next.due)
            try settle(together, in: next.place, at: next.due, present)
            count += together.count
        }
        isSettled = count < Self.part
        settledCount = count
    }

    /// Does what is due of one key, as of the moment when it was due: so it does not matter when that is
    /// done.
    private func settle(
        _ ids: [MetadataID],
        in place: Place,
        at due: Int64,
        _ present: DatabaseTime
    ) throws {
        do {
            try part(isSingleStatement: false) { session in
                session.go(to: min(present, DatabaseTime(milliseconds: due)))
                try SQLiteTransaction(session, in: place, limits: audience.limits)
                    .settleQueues(ids)
                try postpone(ids, in: place, until: nil)
            }
        } catch {
            if connection.isOutsideTransaction { throw error }
            forgetKnownMetadata()
            go(to: present)
            try postpone(ids, in: place, until: present.milliseconds + Self.pause)
        }
    }

    /// Makes sure that what is still due is not looked at again at once.
    private func postpone(_ ids: [MetadataID], in place: Place, until end: Int64?) throws {
        let statement = try connection.statement(
            """
            UPDATE kv_metadata SET due_at = ?6
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3 AND kind = ?4 AND name = ?5
                AND due_at <= ?7
            """
        )
        for id in ids {
            try statement.bind(id, in: place)
            try statement.bind(end, at: 6)
            try statement.bind(now.milliseconds, at: 7)
            try statement.run()
        }
        hasChangedMetadata = true
    }

    /// Looks when something is due next, if that may have changed.
    func noteNextDue() throws {
        guard hasChangedMetadata else { return }
        metadata.due = try connection.metadataState().due
        hasChangedMetadata = false
    }
}
