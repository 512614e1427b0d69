internal import CSQLite

/// What opening a database results in.
struct OpenedDatabase: Sendable {
    /// The whole path of the file; nil in memory.
    let path: String?
    /// The file, to notice that it is removed or replaced; nil in memory.
    let file: WatchedFile?
    let connection: Connection
    let readers: ReaderPool?
    let clock: DatabaseClock
    let mirror: InstanceMirror?
    /// The earliest moment at which a lifetime ends or metadata is due, in milliseconds.
    let earliestDeadline: Int64?
    /// The earliest moment at which metadata is due, in milliseconds.
    let nextDue: Int64?

    /// Opens a file, and brings it up to date; a `mirror` is made to agree with it.
    init(
        _ file: DatabaseFile,
        _ configuration: SQLiteDatabase.Configuration,
        mirror: InstanceMirror? = nil
    ) throws {
        do {
            let clock = DatabaseClock(configuration)
            let connection = try Connection(
                path: file.pathForSQLite,
                creates: true,
                vfs: configuration.vfs
            )
            try connection.prepareForWriting(configuration)
            try connection.setUp(clock, mirror: mirror)
            // The whole path, which stays right when the working directory is another one.
            let path = connection.path ?? file.pathForSQLite
            let watched = try WatchedFile(connection, path: path)
            let readers = ReaderPool(
                maximum: max(configuration.readers, 1),
                busyTimeout: configuration.busyMilliseconds
            ) {
                let reader = try watched.connect(configuration)
                try reader.execute("PRAGMA temp_store = MEMORY; PRAGMA query_only = ON")
                // The pool says for how long each read may wait.
                reader.setBusyTimeout(0)
                return reader
            }
            try readers.prepare()
            (self.connection, self.readers, self.clock) = (connection, readers, clock)
            earliestDeadline = try connection.earliestDeadline()
            nextDue = try connection.metadataState().due
            self.path = path
            self.file = watched
            self.mirror = mirror
        } catch {
            throw file.failure(error)
        }
    }

    init(inMemory configuration: SQLiteDatabase.Configuration) throws {
        clock = DatabaseClock(configuration)
        connection = try Connection(path: ":memory:", creates: true)
        try connection.setUp(clock, mirror: nil)
        path = nil
        file = nil
        readers = nil
        mirror = nil
        (earliestDeadline, nextDue) = (nil, nil)
    }
}

extension Connection {
    /// Brings the schema up to date, and instances and their mirrored files to agree.
    ///
    /// The files are read first: they know more of an instance than its records do.
    fileprivate func setUp(_ clock: DatabaseClock, mirror: InstanceMirror?) throws {
        // The triggers follow writers that do not know our columns; we write those ourselves.
        agentkv_disable_triggers(handle)
        try migrate(at: clock.dayMilliseconds)
        try clock.open(self)
        let now = clock.now.milliseconds
        try mirror?.importFiles(on: self, at: now)
        try adoptInstances(at: now)
        try mirror?.writeMissingFiles(on: self)
    }
}
