internal import AgentKV

/// What has happened in a transaction, and is told to whoever listens for it.
enum Announcement: Sendable {
    /// An event that is about no single record.
    case event(DatabaseEvent)
    case record(RecordChange)
}

/// A change of a record, of which an event is made, a change of its store, or both; or of its
/// lifetime alone, which is neither.
struct RecordChange: Sendable {
    let key: String
    let place: Place
    let revision: Revision
    let outcome: Outcome
    /// What has become of its lifetime; what is gone has none.
    var lifetime = Lifetime.until(nil)
    /// Whether it is an event of its own: else it goes with another one.
    var isEvent = true
    /// What has happened to a message of the list that it is.
    var message: MessageEvent?

    enum Outcome: Sendable {
        case set(JSONValue)
        /// It was set to what is at hand as text, which is read only if it is asked for.
        case setText(String)
        case gone(StoreChange.Kind)
        /// Only its lifetime was changed.
        case kept
    }

    enum Lifetime: Sendable {
        /// It ends at that time of day, in milliseconds; nil for never.
        case until(Int64?)
        /// It is what it was, if it had not ended at that time of day, in milliseconds.
        case unchanged(at: Int64)
    }
}

extension RecordChange {
    /// Whether it has been given a lifetime that ends.
    var hasDeadline: Bool {
        if case .until(_?) = lifetime { true } else { false }
    }

    /// What happened to the record; nil where only its lifetime was changed.
    var kind: StoreChange.Kind? {
        switch outcome {
        case .set, .setText: .set
        case .gone(let kind): kind
        case .kept: nil
        }
    }

    /// The change for those who wait for the store of its place; nil where only the lifetime was
    /// changed.
    var storeChange: StoreChange? {
        guard let kind else { return nil }
        let value: StoreValue? =
            switch outcome {
            case .set(let json): StoreValue(inPlace: json)
            case .setText(let text): StoreValue(written: text)
            case .gone, .kept: nil
            }
        return StoreChange(
            key: key,
            revision: revision,
            kind: kind,
            value: value,
            message: message
        )
    }

    /// The event for those who listen to the database; nil where it is none, or a text is no JSON.
    func event(limits: StoreLimits) -> DatabaseEvent? {
        guard isEvent else { return nil }
        switch outcome {
        case .set(let json): return setEvent(json)
        case .setText(let text): return text.storedJSON(limits: limits).map { setEvent($0) }
        case .gone:
            return event(
                .recordDeleted(
                    instanceID: place.instanceID,
                    namespace: place.namespace,
                    key: key
                )
            )
        case .kept: return nil
        }
    }

    private func setEvent(_ value: JSONValue) -> DatabaseEvent {
        event(
            .recordSet(
                instanceID: place.instanceID,
                namespace: place.namespace,
                key: key,
                value: value
            )
        )
    }

    private func event(_ kind: DatabaseEvent.Kind) -> DatabaseEvent {
        DatabaseEvent(revision: revision, kind: kind)
    }
}

extension String {
    /// The value of a text that a store in memory has written down; nil if it is no JSON.
    fileprivate func storedJSON(limits: StoreLimits) -> JSONValue? {
        var text = self
        return text.withUTF8 { bytes in
            try? JSONValue(stored: bytes, maximumDepth: limits.valueDepth)
        }
    }
}
