public import AgentKV

/// What must be true of a record for a write of it to take place.
public enum RecordCondition: Sendable, Hashable {
    /// It is live, and its last write has this number.
    case revision(Revision)
    /// It is live.
    case present
    /// It is absent.
    case absent

    /// Whether it is true of a record with that revision; nil for one that is absent.
    func holds(for present: Revision?) -> Bool {
        switch self {
        case .revision(let expected): present == expected
        case .present: present != nil
        case .absent: present == nil
        }
    }
}
