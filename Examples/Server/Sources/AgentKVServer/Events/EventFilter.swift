internal import AgentKVSQLite

/// Which events a client is told of.
struct EventFilter: Sendable {
    /// The instance that the client has named; nil for all.
    var instance: FollowedInstance?
    /// The name of a namespace; nil for all.
    var namespace: String?

    /// Whether a client that has been told of nothing in `frames`, which are the last ones, has followed no
    /// other instance than the one that its name means now.
    ///
    /// What it followed is not known. If that one has been made in these frames, or got its name there, or
    /// if there is none, it may have been any other that was deleted or renamed before.
    ///
    /// - Complexity: O(*n*) in the frames.
    func isOfSameInstance(since frames: some Sequence<EventFrame>) -> Bool {
        guard let instance else { return true }
        let isNamedByID = instance.includes(instanceID: instance.name) && instance.id != nil
        var isAnotherGone = false
        for event in frames.lazy.compactMap(\.instanceEvent) {
            guard let id = event.instanceID else { continue }
            let isFollowed = instance.includes(instanceID: id)
            switch event.kind {
            case .instanceCreated:
                if isFollowed, isAnotherGone { return false }
            case .instanceUpdated where isFollowed:
                if isAnotherGone, !isNamedByID { return false }
            default:
                if !isFollowed { isAnotherGone = true }
            }
        }
        return instance.id != nil || !isAnotherGone
    }

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
