internal import AgentKV

/// The instance that somebody follows who has named it, also before it is made and after another one
/// has been made in its place.
///
/// - It is the one of that id or name when the following begins, and stays it whatever it is called
///   afterwards.
/// - Where there is none, or when it is deleted, it is the next one that gets the id or the name.
public struct FollowedInstance: Sendable, Hashable {
    /// What it has been called by: its id or its name.
    public let name: String
    /// The id of the instance that is followed now; nil while there is none.
    public private(set) var id: String?

    /// Creates one that is followed by its id or name.
    ///
    /// - Parameters:
    ///   - name: The id or the name.
    ///   - id: The id of the instance that there is; nil if there is none.
    public init(_ name: String, id: String?) {
        self.name = name
        self.id = id
    }

    /// Whether what happens in an instance is to be told; what is about no instance is.
    public func includes(instanceID: String?) -> Bool {
        guard let instanceID else { return true }
        return id?.utf8.elementsEqual(instanceID.utf8) ?? false
    }

    /// Whether an event is to be told, after which another instance may be followed.
    ///
    /// It has to be asked about each event of a database that is about an instance as a whole, in their
    /// order.
    public mutating func includes(_ event: DatabaseEvent) -> Bool {
        switch event.kind {
        case .instanceCreated(let instance), .instanceUpdated(let instance):
            if id == nil, isName(instance.id) || isName(instance.name) { id = instance.id }
            return includes(instanceID: instance.id)
        case .instanceDeleted(let deleted):
            guard includes(instanceID: deleted) else { return false }
            id = nil
            return true
        default:
            return includes(instanceID: event.instanceID)
        }
    }

    /// Follows the instance `id` in the place of another one, or of none, if that is followed still.
    public mutating func correct(_ former: String?, to id: String?) {
        if self.id == former { self.id = id }
    }

    private func isName(_ text: String) -> Bool { text.utf8.elementsEqual(name.utf8) }
}
