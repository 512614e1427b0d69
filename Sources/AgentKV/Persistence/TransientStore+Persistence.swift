import Synchronization

extension TransientStore {
    /// Opens a store whose entries outlive the process: loads what an adapter holds, and writes
    /// down what changes from then on.
    ///
    /// Reads and writes are as fast as without an adapter, see ``PersistenceMode``. Values are
    /// loaded as JSON text that is parsed when it is first read: a text that is no JSON keeps nobody
    /// from opening the store, reading it throws ``StoreError/invalidValue(key:reason:)``, and it
    /// can be set again or deleted. An entry under a key that today's limits refuse is read, listed,
    /// set and deleted by the calls for one key; only the entry of an empty key stays where it is.
    ///
    /// While the store is open it owns the adapter's keys. ``flush()`` waits until all is durable;
    /// ``close()`` does that and ends the store. A store that goes away without it still makes one
    /// attempt to write down the rest, and promises nothing about that; who opens the place again
    /// waits for it.
    ///
    /// Revisions go on behind those that an earlier store issued and lost: see ``Revision``.
    ///
    /// - Parameters:
    ///   - clock: What tells when lifetimes end, and how long the pauses of `pacing` are.
    ///   - limits: The bounds on keys and values.
    ///   - sweeps: Whether the store frees what has expired by itself.
    ///   - adapter: Where the entries are written down. Its place belongs to one store at a time.
    ///   - mode: When the calls that write return.
    ///   - pacing: How long the store waits before it gives the adapter a batch.
    ///   - wallClock: The time of day, for lifetimes that outlive the process, unless the adapter has
    ///     a time of its own: ``PersistenceAdapter/expiryClock``.
    /// - Throws: What the adapter throws when it is loaded. ``StoreError/storage(_:reason:)`` with
    ///   ``StorageProblem/locked`` while another store of this process has the adapter's place.
    /// - Complexity: O(*n*) in the entries loaded.
    public init(
        clock: some Clock<Duration> = .continuous,
        limits: StoreLimits = StoreLimits(),
        sweeps: Bool = true,
        persistence adapter: any PersistenceAdapter,
        mode: PersistenceMode = .writeBehind,
        pacing: PersistencePacing = PersistencePacing(),
        wallClock: WallClock = .system
    ) async throws {
        let claim = try await PlaceClaim.take(adapter.persistencePlace)
        let skipped = SkippedRevisions()
        let coordinator = StoreCoordinator(clock: clock, skipping: skipped)
        let time = coordinator.time.now
        let expiryClock = adapter.expiryClock ?? wallClock
        let bell = Bell()
        let sweeping = sweeps ? Sweeping(coordinator) : nil
        let table = SharedTable(
            ExpiringTable(
                seed: .random(in: 0 ... .max),
                limits: limits,
                feed: coordinator.feed,
                changes: TableChanges(
                    mode == .writeThrough ? .changesOfCalls : .changes,
                    bell: bell
                ),
                sweeping: sweeping,
                origin: expiryClock.nanoseconds - time().nanoseconds
            ),
            clock: time
        )
        let writer = PersistenceWriter(
            table: table,
            adapter: adapter,
            bell: bell,
            limits: limits,
            now: { WallMoment(nanoseconds: expiryClock.nanoseconds, at: time()) },
            sleep: { try await clock.rest(for: $0) },
            pacing: pacing
        )
        try await writer.load(skipping: skipped)
        self.init(
            table: table,
            coordinator: coordinator,
            limits: limits,
            sweeping: sweeping,
            writing: BackgroundWriting(
                writer,
                isWriteThrough: mode == .writeThrough,
                claim: claim,
                in: coordinator.background
            )
        )
    }

    /// Returns once all that was written before is durable; at once without an adapter.
    ///
    /// It makes an attempt now, also while the store pauses after a failure.
    ///
    /// - Throws: What the adapter threw at that attempt: the changes stay visible, are kept, and are
    ///   tried again. ``StoreError/closed`` once the store has been closed.
    public nonisolated func flush() async throws {
        try checkOpen()
        try await writing?.writer.flush()
    }

    /// Writes down what is left, and ends the store: from then on its calls throw
    /// ``StoreError/closed``.
    ///
    /// `exists` and `count`, which cannot throw, are false and 0. A call that races with this one
    /// either takes effect, and is written down, or throws ``StoreError/closed``. Closing again does
    /// nothing.
    ///
    /// - Throws: What the adapter threw. Where it may succeed later the store then stays open with all
    ///   that is in it, and goes on trying; it can be closed again. An error that is final
    ///   (``StoreError/isFinal``) ends the store all the same, and what was left is lost: that is
    ///   thrown unless ``flush()`` or a call that writes through has failed with it before.
    public func close() async throws {
        if let closing { return try await closing.value }
        let executor = coordinator.background.executor
        let task = Task(executorPreference: executor) { [self] in try await finish() }
        closing = task
        defer { closing = nil }
        try await task.value
    }

    private nonisolated func finish() async throws {
        if withTable({ $0.isClosed }) { return }
        // Most of it while others can still call; what they write meanwhile is little.
        var news = try await writing?.writer.flushForEnd()
        mayBeClosed.store(true, ordering: .relaxed)
        withTable { $0.isClosed = true }
        do {
            news = try await writing?.writer.flushForEnd() ?? news
        } catch {
            withTable { $0.isClosed = false }
            sweeping?.wake()
            throw error
        }
        sweeping?.end()
        await writing?.end()
        coordinator.close()
        if let news { throw news }
    }

    /// Waits until a write is durable, if the call that made it has to.
    ///
    /// - Throws: ``StoreError/notYetDurable(key:reason:)``, which names `key`.
    nonisolated func settle(_ write: BatchNumber, _ key: String) async throws {
        try await writing?.writer.settle(write, key)
    }
}
