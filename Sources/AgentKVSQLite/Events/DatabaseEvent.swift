public import AgentKV

/// Something that has happened in a database, durable by now: the events of Codebolt's `kvStore`,
/// and two more.
public struct DatabaseEvent: Sendable, Hashable {
    /// The number of the write, greater than that of every event before; where others have written,
    /// the last number there is.
    ///
    /// An entry that a `TransientStore` has written down keeps the number that the store gave it; its
    /// event has one of the database.
    public let revision: Revision
    /// What has happened.
    public let kind: Kind

    /// What can happen in a database.
    @nonexhaustive
    public enum Kind: Sendable, Hashable {
        /// An instance was made.
        case instanceCreated(Instance)
        /// The name or the description of an instance was changed.
        case instanceUpdated(Instance)
        /// An instance was deleted with all that was in it.
        case instanceDeleted(instanceID: String)
        /// A record was set.
        case recordSet(instanceID: String, namespace: String, key: String, value: JSONValue)
        /// A record was deleted, or its lifetime had ended and it was freed.
        case recordDeleted(instanceID: String, namespace: String, key: String)
        /// All records of a namespace were deleted, of which at least one was live.
        case namespaceCleared(instanceID: String, namespace: String)
        /// Somebody else has written to the file, that is, not through this ``SQLiteDatabase``; what,
        /// is not known.
        ///
        /// Announced only with a ``SQLiteDatabase/Configuration/noticeInterval``.
        case writtenByOthers
        /// The listener did not keep up: so many events are missing, up to this revision.
        case overflow(missed: Int)
    }

    /// Creates an event.
    public init(revision: Revision, kind: Kind) {
        self.revision = revision
        self.kind = kind
    }
}

extension DatabaseEvent {
    /// The name of the event, such as `kvStore:record-set`: six are those of Codebolt's `kvStore`,
    /// and `kvStore:written-by-others` and `kvStore:overflow` are added.
    public var name: String {
        switch kind {
        case .instanceCreated: "kvStore:instance-created"
        case .instanceUpdated: "kvStore:instance-updated"
        case .instanceDeleted: "kvStore:instance-deleted"
        case .recordSet: "kvStore:record-set"
        case .recordDeleted: "kvStore:record-deleted"
        case .namespaceCleared: "kvStore:namespace-cleared"
        case .writtenByOthers: "kvStore:written-by-others"
        case .overflow: "kvStore:overflow"
        }
    }

    /// The id of the instance that the event is about; nil where it is about none.
    public var instanceID: String? {
        switch kind {
        case .instanceCreated(let instance), .instanceUpdated(let instance): instance.id
        case .instanceDeleted(let id), .recordSet(let id, _, _, _), .recordDeleted(let id, _, _),
            .namespaceCleared(let id, _):
            id
        case .writtenByOthers, .overflow: nil
        }
    }

    /// The namespace that the event is about; nil where it is about an instance, or about
    /// none.
    public var namespace: String? {
        switch kind {
        case .recordSet(_, let namespace, _, _), .recordDeleted(_, let namespace, _),
            .namespaceCleared(_, let namespace):
            namespace
        case .instanceCreated, .instanceUpdated, .instanceDeleted, .writtenByOthers, .overflow:
            nil
        }
    }
}
