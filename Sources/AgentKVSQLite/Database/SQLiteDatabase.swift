public import AgentKV

/// A database file, or one in memory: instances, each with namespaces of records.
///
/// ```swift
/// let database = try await SQLiteDatabase(path: "agents.sqlite")
/// let agents = try await database.ensureInstance("agents")
/// try await database.set("theme", to: "dark", instance: agents.id, namespace: "config")
/// let kv = try await database.store(instance: "agents", namespace: "runs")
/// ```
///
/// - A call that writes returns when what it wrote is durable; calls that come together share a
///   commit, and each gets its own error. Every read that begins later sees it.
/// - Several processes may use one file. A call waits for the others as long as
///   ``Configuration/busyTimeout`` says.
/// - The file may hold tables of others; they are left alone.
/// - Where the file is removed, moved or replaced while it is open, a call that writes throws
///   ``/AgentKV/StoreError/storage(_:reason:)`` with ``/AgentKV/StorageProblem/removed``, and so does
///   every call after it: nothing is written where nobody would find it.
/// - Close it with ``close()`` when that should be waited for. Otherwise it closes when it is let go.
public final class SQLiteDatabase: Sendable {
    private let writer: Writer
    /// Nil for a database in memory: its one connection reads too.
    private let readers: ReaderPool?
    private let watch: WatchOfOthers?
    let clock: DatabaseClock
    private let nextDue: NextDue
    let sweeper: Sweeper?
    private let audience: Audience
    /// The whole path of the file; nil for a database in memory.
    public let path: String?
    /// The file, to notice that it is removed or replaced; nil in memory.
    let file: WatchedFile?
    /// Where instances are mirrored; nil where the database was not opened by its project.
    let mirror: InstanceMirror?
    let operations = OperationsUnderWay()
    /// How the database was opened.
    public let configuration: Configuration

    /// The bounds on keys and values.
    public var limits: StoreLimits { configuration.limits }

    init(_ opened: OpenedDatabase, configuration: Configuration) {
        self.configuration = configuration
        (path, file) = (opened.path, opened.file)
        clock = opened.clock
        nextDue = NextDue(opened.nextDue)
        let audience = Audience(configuration, isFile: opened.path != nil)
        if let count = try? opened.connection.countOfOthers() {
            _ = audience.lifetimes?.isShared(count)
        }
        let sweeper = configuration.sweeps ? Sweeper(configuration.clock, opened.clock) : nil
        (self.audience, self.sweeper) = (audience, sweeper)
        readers = opened.readers
        mirror = opened.mirror
        let writer = Writer(
            opened.connection,
            file: opened.file,
            clock: clock,
            audience: audience,
            sweeper: sweeper,
            nextDue: nextDue,
            mirror: mirror,
            busyTimeout: configuration.longestWait
        )
        self.writer = writer
        opened.file?.whenLost { [weak readers] in readers?.refuse($0) }
        clock.whenToBeWritten { [weak writer] in
            Task.detached { try? await writer?.write { _ in } }
        }
        watch = configuration.noticeInterval.map { WatchOfOthers(writer, every: $0) }
        if let deadline = opened.earliestDeadline { sweeper?.note(deadline, of: writer) }
    }

    deinit {
        sweeper?.stop()
        audience.close()
    }

    var feed: EventFeed { audience.feed }
    var coordinators: Coordinators { audience.coordinators }
    var givenLifetimes: GivenLifetimes? { audience.lifetimes }

    /// Closes the database, once all calls that are under way are done.
    ///
    /// Calls that come afterwards fail with ``/AgentKV/StoreError/closed``; the events end. A call that
    /// works in several transactions, an import or a purge of many records, fails so after the one that
    /// it is in, and keeps what it has done. Closing it again does nothing.
    public func close() async {
        writer.refuseOthers()
        operations.refuse()
        sweeper?.stop()
        watch?.stop()
        // The last connection to go moves what is in the log into the file: one that may write.
        await readers?.close()
        await operations.close()
        await writer.close()
        audience.close()
    }
}

extension SQLiteDatabase {
    /// Runs a short read on the caller's thread; nil where that would have to wait.
    ///
    /// It is also nil where something is due that is known of a key, as the end of a lease is.
    func readNow<R>(_ body: (Connection) throws -> R) throws -> R? {
        if nextDue.isOver(by: clock) { return nil }
        do {
            if let readers { return try readers.readNow(body) }
            return try writer.readNow(body)
        } catch {
            throw error.forCaller
        }
    }

    /// Runs a short read on the caller's thread if it need not wait there.
    func readShort<R: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> R
    ) async throws -> R {
        if let result = try readNow(body) { return result }
        return try await read(body)
    }

    /// Runs a read that may take long, on a thread of the database.
    func read<R: Sendable>(_ body: @escaping @Sendable (Connection) throws -> R) async throws -> R {
        try Task.checkCancellation()
        if nextDue.isOver(by: clock) {
            // Each transaction does what is due. One that fails keeps nobody from reading.
            try? await writer.write(isSingleStatement: true) { _ in }
        }
        do {
            if let readers { return try await readers.read(body) }
            return try await writer.withConnection(body)
        } catch {
            throw error.forCaller
        }
    }

    /// Runs `body` in a transaction that others may share, and returns when it is durable.
    ///
    /// It may be run more than once; the last run counts.
    func write<R: Sendable>(
        isSingleStatement: Bool = false,
        _ body: @escaping @Sendable (WriteSession) throws -> R
    ) async throws -> R {
        try Task.checkCancellation()
        return try await writer.write(isSingleStatement: isSingleStatement, body)
    }

    /// Tells of the ends of lifetimes that were given here, where others have freed the records; by a
    /// purge, after what it has freed itself.
    func announceEndsElsewhere() async throws {
        do {
            try await writer.announceEndsElsewhere()
        } catch {
            throw error.forCaller
        }
    }

    /// Runs `body` on the connection that writes, between transactions.
    func withWriter<R: Sendable>(
        _ body: @escaping @Sendable (Connection) throws -> R
    ) async throws -> R {
        try Task.checkCancellation()
        do {
            return try await writer.withConnection(body)
        } catch {
            throw error.forCaller
        }
    }
}
