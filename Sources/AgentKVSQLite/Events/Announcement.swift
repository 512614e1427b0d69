internal import AgentKV

/// What has happened in a transaction, and is told to whoever listens for it.
enum Announcement: Sendable {
    /// An event that is about no single record.
    case event(DatabaseEvent)
    case record(RecordChange)
}

/// A change of a record, of which an event is made, a change of its store, or both.
struct RecordChange: Sendable {
    let key: String
    let place: Place
    let revision: Revision
    let outcome: Outcome
    /// Whether it is an event of its own: else it goes with another one.
    var isEvent = true

    enum Outcome: Sendable {
        case set(JSONValue)
        /// It was set to what is at hand as text, which is read only if it is asked for.
        case setText(String)
        case gone(StoreChange.Kind)
    }
}

extension RecordChange {
    var kind: StoreChange.Kind {
        switch outcome {
        case .set, .setText: .set
        case .gone(let kind): kind
        }
    }

    /// The change for those who wait for the store of its place.
    var storeChange: StoreChange {
        let value: StoreValue? =
            switch outcome {
            case .set(let json): StoreValue(inPlace: json)
            case .setText(let text): StoreValue(written: text)
            case .gone: nil
            }
        return StoreChange(key: key, revision: revision, kind: kind, value: value)
    }

    /// The event for those who listen to the database; nil where a text is no JSON.
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
