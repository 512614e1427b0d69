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
///   waits for this actor. What must not wait, the table, stands behind a lock: a call for one key
///   holds it for a fraction of a microsecond, a step of a listing or of a sweep for a fraction of a
///   millisecond, and a batch, a transaction or ``KeyValueStore/deleteAll(prefix:)`` for as long as it takes; none
///   across a suspension, and none while a value is encoded, decoded or released, except the body of
///   a transaction.
/// - An entry whose lifetime has ended is absent at once. Its memory is given back a little later, by
///   a task of the store that sleeps until then, or when its key is set again.
/// - Keys and revisions are of this instance, and nothing survives it, unless it is opened on a
///   ``PersistenceAdapter``: see <doc:Persistence>.
///
/// The calls that read and write keys never wait, except those that write in
/// ``PersistenceMode/writeThrough``, and these have taken effect when they wait. So one made in a task
/// that is cancelled has its usual outcome. Only ``KeyValueStore/keys(prefix:after:limit:)``,
/// ``KeyValueStore/deleteAll(prefix:)``, a subscriber's reading of the present state and
/// ``count(prefix:)`` go in steps while they put the keys in order: between two of them the first
/// three throw `CancellationError`, and the count goes on to its answer.
/// ``KeyValueStore/purgeExpired(limit:)`` then returns what it has freed so far.
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
    ///     ``KeyValueStore/purgeExpired(limit:)``.
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
            ),
            clock: coordinator.time.now
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
