internal import AgentKV

/// What a transaction notes for those who are told of it once it is durable.
extension WriteSession {
    /// Notes what is about no single record.
    func announce(_ kind: DatabaseEvent.Kind, _ revision: Revision) {
        announcements.append(DatabaseEvent(revision: revision, kind: kind))
    }

    /// Notes that a record has been set, and what its lifetime is.
    func announceSet(
        _ key: String,
        in place: Place,
        to outcome: RecordChange.Outcome,
        lasting lifetime: RecordChange.Lifetime,
        _ revision: Revision,
        message: MessageEvent? = nil
    ) {
        announce(
            RecordChange(
                key: key,
                place: place,
                revision: revision,
                outcome: outcome,
                lifetime: lifetime,
                message: message
            )
        )
    }

    /// Notes that a record has another deadline, in milliseconds, or none.
    func announceLifetime(of key: String, in place: Place, until deadline: Int64?) {
        announcements.append(
            lifetimeOf: RecordChange(
                key: key,
                place: place,
                revision: announcements.last,
                outcome: .kept,
                lifetime: .until(deadline)
            ),
            isAwaited: isAwaited(place)
        )
    }

    /// Notes that a record has gone, and why.
    func announceGone(
        _ key: String,
        in place: Place,
        _ kind: StoreChange.Kind,
        _ revision: Revision,
        message: MessageEvent? = nil
    ) {
        announce(
            RecordChange(
                key: key,
                place: place,
                revision: revision,
                outcome: .gone(kind),
                message: message
            )
        )
    }

    /// Notes, where somebody waits for the changes of a place, what has happened to a message without any
    /// change of its list.
    ///
    /// It is no event of the database: what that holds is what it was.
    func announce(_ message: MessageEvent, of key: String, in place: Place) throws {
        guard isAwaited(place) else { return }
        let text = try connection.text(of: key, in: place, now: now)
        announcements.append(
            RecordChange(
                key: key,
                place: place,
                revision: try nextRevision(),
                outcome: text.map { .setText($0) } ?? .gone(.popped),
                lifetime: .unchanged(at: now.milliseconds),
                isEvent: false,
                message: message
            ),
            isAwaited: true
        )
    }

    private func announce(_ change: RecordChange) {
        announcements.append(change, isAwaited: isAwaited(change.place))
    }

    /// Notes, where somebody waits for the changes of a place, that what is about to be overwritten
    /// there has expired, if it has.
    func announceExpiry(before key: String, in place: Place) throws {
        guard isAwaited(place) else { return }
        guard
            try connection.isExpired(key, in: place, now: now) || hasEndedElsewhere(key, in: place)
        else { return }
        announcements.append(
            RecordChange(
                key: key,
                place: place,
                revision: try nextRevision(),
                outcome: .gone(.expired),
                isEvent: false
            ),
            isAwaited: true
        )
    }

    /// Notes, where somebody waits for the changes of a place, that all that lives there is about to
    /// be deleted; beyond a great many keys only that.
    func announceDeletion(ofAllIn place: Place) throws {
        guard isAwaited(place) else { return announcements.noteClearing(of: .place(place)) }
        let most = Self.toldDeletions
        let keys = try connection.keys(in: place, prefix: "", after: nil, limit: most + 1, now: now)
        if keys.count > most { return announcements.noteClearing(of: .place(place)) }
        for key in keys {
            announcements.append(
                RecordChange(
                    key: key,
                    place: place,
                    revision: try nextRevision(),
                    outcome: .gone(.deleted),
                    isEvent: false
                ),
                isAwaited: true
            )
        }
    }

    /// The same for all places of an instance.
    func announceDeletion(ofInstance id: String) throws {
        var told: Set<Place> = []
        for (place, _) in audience.coordinators.all
        where place.instanceID.utf8.elementsEqual(id.utf8) {
            try announceDeletion(ofAllIn: place)
            add(.changeOfAll(prefix: ""), in: place)
            told.insert(place)
        }
        announcements.noteClearing(of: .instance(id, besides: told))
    }

    /// Notes what a part was asked for and changed nothing, where somebody loads.
    func add(_ request: WriteRequest, in place: Place) {
        if isAwaited(place) { requests[place, default: []].append(request) }
    }

    /// Lets those who load know what a part has written that is not durable yet: the part that comes
    /// next may be a load's, and must not bring back what this one has deleted.
    func noteWriting(since mark: Announcements.Mark) {
        for case .record(let change) in announcements.noted[mark.noted...] {
            guard let kind = change.kind else { continue }
            awaited(change.place)?.noteWriting(of: change.key, as: kind, change.revision)
        }
        for unknown in announcements.unknown[mark.unknown...] {
            for (place, coordinator) in audience.coordinators.all
            where unknown.area.contains(place) {
                coordinator.publish([], requests: [.changeOfAll(prefix: "")])
            }
        }
        for (place, requests) in requests { awaited(place)?.publish([], requests: requests) }
    }

    /// How many records that are deleted together are told of one by one.
    private static var toldDeletions: Int { 10_000 }
}

extension Connection {
    /// Returns the text of a live record's value.
    fileprivate func text(of key: String, in place: Place, now: DatabaseTime) throws -> String? {
        let statement = try statement(
            """
            SELECT value FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
                AND (expires_at IS NULL OR expires_at > ?4)
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        try statement.bind(now.milliseconds, at: 4)
        return try statement.step() ? statement.text(0) : nil
    }

    /// Whether a record is there whose lifetime has ended.
    fileprivate func isExpired(
        _ key: String,
        in place: Place,
        now: DatabaseTime
    ) throws -> Bool {
        let statement = try statement(
            """
            SELECT 1 FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3 AND expires_at <= ?4
            """
        )
        defer { statement.reset() }
        try statement.bind(key, in: place)
        try statement.bind(now.milliseconds, at: 4)
        return try statement.step()
    }
}
