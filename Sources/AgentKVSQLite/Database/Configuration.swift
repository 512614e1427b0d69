public import AgentKV

extension SQLiteDatabase {
    /// How a database is opened.
    public struct Configuration: Sendable {
        /// How much of a commit the disk has when a write returns.
        public var synchronous: Synchronous = .full
        /// How long a call waits for other processes that hold the file.
        public var busyTimeout: Duration = .seconds(5)
        /// The most connections that read at the same time, at least 1.
        public var readers: Int = 4
        /// How often to look whether other processes have written, while somebody listens to the
        /// events; nil for never.
        public var noticeInterval: Duration?
        /// The bounds on keys and values.
        public var limits = StoreLimits()
        /// What tells the time of day: when lifetimes end, and what is noted as the time of a write.
        public var wallClock = WallClock.system

        /// Creates the usual configuration, for parts of it to be changed.
        public init() {}
    }

    /// How much of a commit the disk has when a write returns: SQLite's `synchronous`.
    public enum Synchronous: String, Sendable, Hashable, CaseIterable {
        /// All of it: a write that has returned survives a loss of power.
        case full = "FULL"
        /// It survives the end of the process, but may be lost with the power.
        case normal = "NORMAL"
    }
}

extension SQLiteDatabase.Configuration {
    /// The busy timeout as SQLite takes it.
    var busyMilliseconds: Int32 {
        let (seconds, attoseconds) = max(busyTimeout, .zero).components
        let (milliseconds, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000)
        return isTooLong
            ? .max : Int32(clamping: milliseconds + attoseconds / 1_000_000_000_000_000)
    }
}
