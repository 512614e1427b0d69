import Synchronization

/// A store that lives in memory, and goes with the process unless an adapter writes it down.
///
/// ```swift
/// let store = TransientStore()
/// try await store.set("run:42:plan", to: plan, ttl: .seconds(300))
/// let plan = try await store.get("run:42:plan", as: Plan.self)
/// ```
///
/// - Values are kept in the type they are set in. Reading them in the same type neither encodes nor
///   decodes; instances of classes are shared.
/// - Calls are as fast from the main actor and from other actors as from any task: none of them
///   waits for this actor. What must not wait, the table, stands behind a lock that is held for a
///   fraction of a microsecond, never across a suspension, and never while a value is encoded,
///   decoded or released, except by the body of a transaction.
/// - An entry whose lifetime has ended is absent at once. Its memory is given back a little later, by
///   a task of the store that sleeps until then, or when its key is set again.
/// - Keys and revisions are of this instance, and nothing survives it, unless it is opened on a
///   ``PersistenceAdapter``: see <doc:Persistence>.
///
/// Its calls never wait, except those that write in ``PersistenceMode/writeThrough``, and these have
/// taken effect when they wait. So a call made in a task that is cancelled has its usual outcome. Only
/// ``keys(prefix:after:limit:)`` and ``deleteAll(prefix:)`` go in steps while they put the keys in
/// order, and between two of them throw `CancellationError`.
public actor TransientStore {
    nonisolated let table: SharedTable
    nonisolated let clock: StoreClock
    public nonisolated let coordinator: StoreCoordinator
    /// What writes the table down; nil without an adapter.
    nonisolated let writing: BackgroundWriting?
    /// How much the store may hold; nil where there is no bound.
    nonisolated let bounds: StoreBounds?
    /// Whether a value is exchanged in the table itself: neither an adapter nor a bound needs to
    /// know it before.
    nonisolated let writesDirectly: Bool
    /// What frees expired entries by itself; nil where callers do.
    nonisolated let sweeping: Sweeping?
    /// Whether it is worth asking the table if the store has been closed.
    nonisolated let mayBeClosed = Atomic(false)
    /// The closing that is under way.
    var closing: Task<Void, any Error>?
    /// The bounds on keys and values.
    public nonisolated let limits: StoreLimits

    /// Creates an empty store that nothing writes down.
    ///
    /// - Parameters:
    ///   - clock: What tells when lifetimes end. Tests pass a clock that they move by hand.
    ///   - limits: The bounds on keys and values.
    ///   - sweeps: Whether the store frees what has expired by itself; otherwise that is left to
    ///     ``purgeExpired(limit:)``.
    public init(
        clock: some Clock<Duration> = .continuous,
        limits: StoreLimits = StoreLimits(),
        sweeps: Bool = true
    ) {
        self.init(clock, limits, sweeps, nil)
    }

    /// Creates an empty store that holds no more than `bounds` allow, and that nothing writes down.
    ///
    /// What has to make room is lost, so such a store is a cache: see <doc:Bounds>.
    ///
    /// - Parameters:
    ///   - clock: What tells when lifetimes end. Tests pass a clock that they move by hand.
    ///   - limits: The bounds on keys and values.
    ///   - sweeps: Whether the store frees what has expired by itself.
    ///   - bounds: How much the store may hold, and what it does when it is full.
    /// - Throws: ``StoreError/invalidBounds(reason:)`` for a bound of zero or less.
    public init(
        clock: some Clock<Duration> = .continuous,
        limits: StoreLimits = StoreLimits(),
        sweeps: Bool = true,
        bounds: StoreBounds
    ) throws(StoreError) {
        try bounds.check()
        self.init(clock, limits, sweeps, bounds.reachable)
    }

    private init(
        _ clock: some Clock<Duration>,
        _ limits: StoreLimits,
        _ sweeps: Bool,
        _ bounds: StoreBounds?
    ) {
        coordinator = StoreCoordinator(clock: clock)
        self.clock = coordinator.time.now
        self.limits = limits
        self.bounds = bounds
        writesDirectly = bounds == nil
        writing = nil
        sweeping = sweeps ? Sweeping(coordinator) : nil
        table = SharedTable(
            ExpiringTable(
                seed: .random(in: 0 ... .max),
                limits: limits,
                feed: coordinator.feed,
                sweeping: sweeping,
                bounds: bounds
            )
        )
        sweeping?.attach(to: table)
    }

    /// Creates the store on a table that is written down.
    init(
        table: SharedTable,
        coordinator: StoreCoordinator,
        limits: StoreLimits,
        sweeping: Sweeping?,
        writing: BackgroundWriting
    ) {
        self.table = table
        self.coordinator = coordinator
        clock = coordinator.time.now
        self.limits = limits
        bounds = nil
        writesDirectly = false
        self.sweeping = sweeping
        self.writing = writing
        sweeping?.attach(to: table)
    }

    deinit {
        sweeping?.end()
        coordinator.close()
    }

    public nonisolated func weakReference() -> StoreReference {
        StoreReference { [weak self] in self }
    }
}

// Methods stand in extensions, and those on the hot path take and return no generic value: one in
// the body of an actor is dispatched, and a generic one is then not specialized in the caller's
// module. An asynchronous method that holds the lock itself would be twice as slow as one that
// calls a synchronous function which does.
extension TransientStore {
    /// Runs `body` on the table, alone.
    @inline(__always)
    nonisolated func withTable<R: Sendable, E: Error>(
        _ body: (inout ExpiringTable) throws(E) -> R
    ) throws(E) -> R {
        try table.lock.withLock(body)
    }

    /// Runs `body`, which may change the table, alone; `write` takes the batch that the call has to
    /// wait for before it returns.
    @inline(__always)
    nonisolated func withTable<R: Sendable, E: Error>(
        _ write: inout BatchNumber,
        _ body: (inout ExpiringTable) throws(E) -> R
    ) throws(E) -> R {
        // What had to go, released after the lock.
        var spent: [Remains] = []
        defer { withExtendedLifetime(spent) {} }
        return try table.lock.withLock { table throws(E) in
            defer {
                write = table.changes.takeWrite()
                if !table.spent.isEmpty { swap(&spent, &table.spent) }
            }
            return try body(&table)
        }
    }

    /// Throws for a key that was not found: if it is not allowed, or the store has been closed.
    nonisolated func checkAbsent(_ key: String) throws(StoreError) {
        try checkOpen()
        try limits.checkKey(key)
    }

    nonisolated func checkOpen() throws(StoreError) {
        if mayBeClosed.load(ordering: .relaxed), withTable({ $0.isClosed }) { throw .closed }
    }

    /// The deadline of a lifetime that begins now.
    nonisolated func deadline(_ ttl: Duration?, of key: String) throws(StoreError) -> Deadline {
        var moment: Moment?
        return try deadline(ttl, of: key, &moment)
    }

    /// The deadline of a lifetime that begins at `moment`, which is read if it is needed.
    @inline(__always)
    nonisolated func deadline(
        _ ttl: Duration?,
        of key: String,
        _ moment: inout Moment?
    ) throws(StoreError) -> Deadline {
        guard let ttl else { return .none }
        guard let lifetime = Lifetime(ttl) else {
            try limits.checkTTL(ttl, of: key)
            return .none
        }
        return Deadline(lifetime, after: Moment.once(&moment, clock))
    }
}
