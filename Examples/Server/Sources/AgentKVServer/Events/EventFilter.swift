internal import AgentKVSQLite

/// Which events a client is told of.
struct EventFilter: Sendable {
    /// The instance that the client has named; nil for all.
    var instance: FollowedInstance?
    /// The name of a namespace; nil for all.
    var namespace: String?

    /// Whether the client is told: what is about everything it is told in any case, and what is about
    /// whole instances whatever the namespace.
    ///
    /// It has to be asked about each frame, in their order: a name may come to mean another instance.
    mutating func includes(_ frame: EventFrame) -> Bool {
        if let event = frame.instanceEvent {
            return instance?.includes(event) ?? true
        }
        if let instance, !instance.includes(instanceID: frame.instanceID) { return false }
        guard let namespace, let found = frame.namespace else { return true }
        return namespace.utf8.elementsEqual(found.utf8)
    }
}
