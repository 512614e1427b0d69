/// Which events a client is told of.
struct EventFilter: Sendable {
    /// The id of an instance; nil for all.
    var instanceID: String?
    /// The name of a namespace; nil for all.
    var namespace: String?

    /// Whether the client is told: what is about everything it is told in any case, and what is about
    /// whole instances whatever the namespace.
    func includes(_ frame: EventFrame) -> Bool {
        Self.agrees(instanceID, frame.instanceID) && Self.agrees(namespace, frame.namespace)
    }

    private static func agrees(_ asked: String?, _ found: String?) -> Bool {
        guard let asked, let found else { return true }
        return asked.utf8.elementsEqual(found.utf8)
    }
}
