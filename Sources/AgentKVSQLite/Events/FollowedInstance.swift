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
    /// What has been told since somebody began to look for it; nil where nobody does.
    private var lookUp: LookUp?

    private struct LookUp: Sendable, Hashable {
        /// The ids, as bytes, of the instances that have been deleted.
        var deleted: Set<[UInt8]> = []
        /// Whether it has been told which instance it is, or that it is gone.
        var isDecided = false
    }

    /// Creates one that is followed by its id or name.
    ///
    /// - Parameters:
    ///   - name: The id or the name.
    ///   - id: The id of the instance that there is; nil if there is none.
    public init(_ name: String, id: String?) {
        self.name = name
        self.id = id
    }

    /// Creates one that somebody is going to look for, while events are told already; ``found(_:)`` says
    /// what there is.
    ///
    /// - Parameters:
    ///   - name: The id or the name.
    ///   - id: The id of the instance that it has been before; nil if there was none, or nobody has looked.
    public init(lookingFor name: String, id: String? = nil) {
        self.init(name, id: id)
        lookUp = LookUp()
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
            lookUp?.deleted.remove(Array(instance.id.utf8))
            if id == nil, isName(instance.id) || isName(instance.name) { id = instance.id }
            guard includes(instanceID: instance.id) else { return false }
            lookUp?.isDecided = true
            return true
        case .instanceDeleted(let deleted):
            lookUp?.deleted.insert(Array(deleted.utf8))
            guard includes(instanceID: deleted) else { return false }
            id = nil
            lookUp?.isDecided = true
            return true
        default:
            return includes(instanceID: event.instanceID)
        }
    }

    /// Follows what a look-up has found, unless events have told since of what it found before.
    ///
    /// The look-up has begun when events were told already. What it has found may be deleted since, and
    /// that may have been told already: it is not followed then.
    ///
    /// - Parameter id: The id of the instance that there is; nil if there is none.
    public mutating func found(_ id: String?) {
        guard let lookUp else { return }
        self.lookUp = nil
        guard let id else {
            if !lookUp.isDecided { self.id = nil }
            return
        }
        if lookUp.deleted.contains(Array(id.utf8)) { return }
        if self.id == nil || !lookUp.isDecided { self.id = id }
    }

    private func isName(_ text: String) -> Bool { text.utf8.elementsEqual(name.utf8) }
}
