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
        /// How often to look whether other processes have written, to tell those who listen to the
        /// events or wait for changes of a store; nil for never.
        public var noticeInterval: Duration?
        /// The bounds on keys and values.
        public var limits = StoreLimits()
        /// The bounds on what a query may ask and on how long it may take.
        public var queryLimits = QueryLimits()
        /// What tells the time of day: when lifetimes end, and what is noted as the time of a write.
        public var wallClock = WallClock.system
        /// What ``sweeps`` and waiting calls sleep by, and what the time goes on by while nobody looks
        /// at the time of day; it has the pace of that, and nobody sets it.
        public var clock: any Clock<Duration> = ContinuousClock()
        /// Whether records whose lifetime has ended are freed without anybody asking for it.
        ///
        /// They are absent in any case. What has ended within 100 ms is freed together.
        public var sweeps = true
        /// What SQLite reaches the file through, by its name; nil for the usual.
        ///
        /// Tests name one that fails when it is told to.
        var vfs: String?

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
    /// The busy timeout as SQLite takes it: up to 24 days.
    var busyMilliseconds: Int32 {
        let (seconds, attoseconds) = min(max(busyTimeout, .zero), .milliseconds(Int32.max))
            .components
        return Int32(clamping: seconds * 1_000 + attoseconds / 1_000_000_000_000_000)
    }

    /// The busy timeout as far as it can be added to a time.
    var longestWait: Duration { .milliseconds(busyMilliseconds) }
}
