internal import AgentKV

/// What has happened in a transaction, and becomes an event if anybody listens.
enum Announcement: Sendable {
    case event(DatabaseEvent)
    /// A record was set, whose value is read only if it is asked for.
    case recordSet(String, Place, text: String, Revision)

    /// The event; nil for a record whose text is no JSON.
    var event: DatabaseEvent? {
        switch self {
        case .event(let event): event
        case .recordSet(let key, let place, let text, let revision):
            (try? JSONValue(parsing: text)).map { value in
                DatabaseEvent(
                    revision: revision,
                    kind: .recordSet(
                        instanceID: place.instanceID,
                        namespace: place.namespace,
                        key: key,
                        value: value
                    )
                )
            }
        }
    }
}
