internal import AgentKV

/// What a writer works with inside the transaction that it shares with others.
final class WriteSession {
    let connection: Connection
    private let clock: DatabaseClock
    let mirror: InstanceMirror?
    private var moment: DatabaseTime?
    /// The file's time, as this transaction has found and may have changed it.
    let time: TransactionTime
    /// The last revision that the file has at the beginning.
    private let foundRevision: Int64
    /// The last revision issued; nil while none is asked for.
    private var revision: Int64?
    private var isRevisionChanged = false

    /// The ids, as bytes, of instances that are known to be there.
    private var instances: Set<[UInt8]> = []
    /// What made SQLite undo the whole transaction.
    private var undoing: (any Error)?

    /// What has happened, in order, to be announced once it is durable.
    var announcements: Announcements
    /// What the part under way was asked for and changed nothing, where somebody loads.
    var requests: [Place: [WriteRequest]] = [:]
    let audience: Audience
    /// The place that was last asked for, and who may wait for its changes.
    private var asked: (place: Place, coordinator: StoreCoordinator?)?
    /// Whether there is metadata of keys, and when some is due; nothing may be left that is.
    var metadata: MetadataState
    /// Whether metadata has changed, so that something else may be due next.
    var hasChangedMetadata = false
    /// Of which key it is known whether it has metadata.
    var known: KnownKey?
    /// Whether all is done that was due at the beginning, and how much was due.
    var isSettled = true
    var settledCount = 0
    /// The earliest end of a lifetime that has been given, in milliseconds.
    private(set) var earliestDeadline: Int64?
    /// The ids of the instances whose rows have been written or deleted, by the names of their files.
    var touchedInstances: [String: String] = [:]
    var mirrorLock: FolderLock?

    /// Takes up a transaction that has begun: nobody else writes until it ends.
    init(
        _ connection: Connection,
        clock: DatabaseClock,
        mirror: InstanceMirror?,
        audience: Audience
    ) throws {
        let row = try connection.revisionRow()
        metadata = try connection.metadataState()
        foundRevision = row.revision
        time = clock.begin(after: row.time)
        announcements = Announcements(
            hasListeners: audience.feed.hasListeners,
            findsRecords: audience.lifetimes?.isEmpty == false
        )
        self.audience = audience
        self.connection = connection
        self.clock = clock
        self.mirror = mirror
    }

    /// The time, which stands still for each of those that share the transaction.
    var now: DatabaseTime {
        if let moment { return moment }
        let now = clock.now(in: time)
        moment = now
        return now
    }

    /// Has the part under way done as of another moment: one that has passed, or the present again.
    func go(to moment: DatabaseTime) {
        self.moment = moment
    }

    /// Issues the revision of the next write.
    func nextRevision() throws -> Revision {
        let last = lastRevision()
        if last >= Revision.greatest.rawValue { throw Self.noRevisionsLeft }
        let next = last + 1
        revision = next
        isRevisionChanged = true
        return Revision(rawValue: next)
    }

    /// Makes sure that revisions go on behind this one.
    func raiseRevision(to least: Revision) throws {
        if least > .greatest { throw Self.noRevisionsLeft }
        let last = lastRevision()
        // What is left out stands nowhere yet: the file has to say it, if this asks for it.
        guard (isRevisionChanged ? last : foundRevision) < least.rawValue else { return }
        revision = max(last, least.rawValue)
        isRevisionChanged = true
    }

    private static let noRevisionsLeft = StoreError.storage(
        .failed,
        reason: "there are no revisions left"
    )

    /// The revision behind which this transaction goes on: the last one that has been issued, or the
    /// last that is left out.
    func lastRevision() -> Int64 {
        if let revision { return revision }
        let last = audience.revisions.last(after: foundRevision, at: now)
        revision = last
        return last
    }

    /// Notes that what has been issued is durable.
    func settle() {
        if isRevisionChanged, let revision { audience.revisions.settle(at: revision) }
    }

    /// Writes down the last revision issued, and the time where the file has another one.
    func finish() throws {
        try noteNextDue()
        if time.isNew || isRevisionChanged && time.isWorthWriting { try connection.write(time.row) }
        guard isRevisionChanged, let revision else { return }
        let statement = try connection.statement("UPDATE kv_revision SET revision = ?1")
        try statement.bind(revision, at: 1)
        try statement.run()
    }

    /// Throws unless there is an instance of that id.
    ///
    /// While the transaction lasts nobody else can delete it.
    func require(_ instanceID: String) throws {
        if instances.contains(Array(instanceID.utf8)) { return }
        guard try connection.hasInstance(id: instanceID) else {
            throw StoreError.unknownInstance(deleted: instanceID)
        }
        instances.insert(Array(instanceID.utf8))
    }

    /// Forgets an instance that has been deleted.
    func forget(_ instanceID: String) {
        instances.remove(Array(instanceID.utf8))
    }

    /// Runs a step of somebody else's code that may go on after an error.
    ///
    /// Where the error has undone the transaction, what follows would be no part of one.
    func step<R>(_ body: () throws -> R) throws -> R {
        if let undoing { throw undoing }
        do {
            return try body()
        } catch {
            if connection.isOutsideTransaction { undoing = error }
            throw error
        }
    }

    /// What tells those who wait for the changes of a place; nil while nobody does.
    func awaited(_ place: Place) -> StoreCoordinator? {
        if asked?.place != place {
            asked = (place, audience.coordinators.present(of: place))
        }
        return asked?.coordinator?.isObserved == true ? asked?.coordinator : nil
    }

    /// Whether somebody waits for the changes of a place.
    func isAwaited(_ place: Place) -> Bool { awaited(place) != nil }

    /// Notes the end of a lifetime that has been given.
    func note(deadline: Int64?) {
        guard let deadline else { return }
        earliestDeadline = min(deadline, earliestDeadline ?? deadline)
    }

    /// Runs the part of one writer; when it throws, nothing of it is announced.
    func part<R>(isSingleStatement: Bool, _ body: (WriteSession) throws -> R) throws -> R {
        moment = nil
        requests = [:]
        let announced = announcements.mark
        do {
            let result = try isolated(isSingleStatement, body)
            noteWriting(since: announced)
            return result
        } catch {
            instances = []
            known = nil
            announcements.goBack(to: announced)
            throw error
        }
    }

    private func isolated<R>(
        _ isSingleStatement: Bool,
        _ body: (WriteSession) throws -> R
    ) throws -> R {
        // Where there is metadata it may be written besides.
        if isSingleStatement, !metadata.isThere { return try body(self) }
        return try connection.savepoint {
            let result = try body(self)
            if let undoing { throw undoing }
            return result
        }
    }
}
