internal import AgentKV

/// What a writer works with inside the transaction that it shares with others.
final class WriteSession {
    let connection: Connection
    private let clock: DatabaseClock
    let mirror: InstanceMirror?
    private var moment: DatabaseTime?
    /// The last revision issued; nil before the first one of this transaction is asked for.
    private var revision: Int64?
    private var isRevisionChanged = false

    /// Instances that are known to be there.
    private var instances: Set<String> = []

    /// What has happened, in order, to be announced once it is durable.
    private(set) var announcements: Announcements
    /// What is to be done once it is durable.
    private(set) var completions: [@Sendable () -> Void] = []
    /// The ids of the instances whose rows have been written or deleted, by the names of their files.
    var touchedInstances: [String: String] = [:]
    var mirrorLock: FolderLock?

    init(
        _ connection: Connection,
        clock: DatabaseClock,
        mirror: InstanceMirror?,
        isObserved: Bool
    ) {
        announcements = Announcements(isObserved: isObserved)
        self.connection = connection
        self.clock = clock
        self.mirror = mirror
    }

    /// The time, which stands still for each of those that share the transaction.
    var now: DatabaseTime {
        if let moment { return moment }
        let now = clock.now
        moment = now
        return now
    }

    /// Issues the revision of the next write.
    func nextRevision() throws -> Revision {
        let next = try lastRevision() + 1
        revision = next
        isRevisionChanged = true
        return Revision(rawValue: next)
    }

    /// Makes sure that revisions go on behind this one.
    func raiseRevision(to least: Revision) throws {
        guard try lastRevision() < least.rawValue else { return }
        revision = least.rawValue
        isRevisionChanged = true
    }

    private func lastRevision() throws -> Int64 {
        if let revision { return revision }
        let statement = try connection.statement("SELECT revision FROM kv_revision")
        defer { statement.reset() }
        let last = try statement.step() ? statement.integer(0) : 0
        revision = last
        return last
    }

    /// Writes down the last revision issued.
    func finish() throws {
        guard isRevisionChanged, let revision else { return }
        let statement = try connection.statement("UPDATE kv_revision SET revision = ?1")
        try statement.bind(revision, at: 1)
        try statement.run()
    }

    /// Throws unless there is an instance of that id.
    ///
    /// While the transaction lasts nobody else can delete it.
    func require(_ instanceID: String) throws {
        if instances.contains(instanceID) { return }
        let statement = try connection.statement("SELECT 1 FROM kv_instances WHERE id = ?1")
        defer { statement.reset() }
        try statement.bind(instanceID, at: 1)
        guard try statement.step() else { throw StoreError.unknownInstance(deleted: instanceID) }
        instances.insert(instanceID)
    }

    /// Forgets an instance that has been deleted.
    func forget(_ instanceID: String) {
        instances.remove(instanceID)
    }

    /// Notes what is to be announced.
    func announce(_ kind: @autoclosure () -> DatabaseEvent.Kind, _ revision: Revision) {
        announcements.append(
            .event(DatabaseEvent(revision: revision, kind: kind())),
            revision
        )
    }

    /// Notes that a record has been set whose value is at hand as text only.
    func announceSet(_ key: String, in place: Place, toText text: String, _ revision: Revision) {
        announcements.append(.recordSet(key, place, text: text, revision), revision)
    }

    func afterCommit(_ completion: @escaping @Sendable () -> Void) {
        completions.append(completion)
    }

    /// Runs the part of one writer; when it throws, nothing of it is announced.
    func part<R>(isSingleStatement: Bool, _ body: (WriteSession) throws -> R) throws -> R {
        moment = nil
        let (announced, completing) = (announcements.mark, completions.count)
        do {
            if isSingleStatement { return try body(self) }
            return try connection.savepoint { try body(self) }
        } catch {
            instances = []
            announcements.goBack(to: announced)
            completions.removeSubrange(completing...)
            throw error
        }
    }
}
