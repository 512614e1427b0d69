/// What writes the changes of a table down, batch after batch.
///
/// One task runs ``run()``. It sleeps until something changes, lets more changes gather for a short
/// while unless somebody waits for them, and gives the adapter a batch of all of them. When that
/// fails their keys are noted as changed again, and the next batch has what they are by then:
/// nothing is kept twice, and nothing is lost. From failure to failure the pause before the next
/// attempt doubles; a call that waits cuts it short.
final class PersistenceWriter: Sendable {
    let table: SharedTable
    let adapter: any PersistenceAdapter
    let limits: StoreLimits
    let now: @Sendable () -> WallMoment
    private let bell: Bell
    private let sleep: @Sendable (Duration) async throws -> Void
    private let pacing: PersistencePacing
    private let outcomes = Lock(BatchOutcomes())

    init(
        table: SharedTable,
        adapter: any PersistenceAdapter,
        bell: Bell,
        limits: StoreLimits,
        now: @escaping @Sendable () -> WallMoment,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        pacing: PersistencePacing
    ) {
        self.table = table
        self.adapter = adapter
        self.bell = bell
        self.limits = limits
        self.now = now
        self.sleep = sleep
        self.pacing = pacing
    }

    /// Fills the table with what the adapter holds, and notes in `skipped` which revisions are left out
    /// for those that were issued and lost.
    ///
    /// The adapter is told at once where they go on. If it fails there, that is written later: until
    /// then the time of day alone keeps them apart from those of the next store.
    func load(skipping skipped: SkippedRevisions) async throws {
        let issued = try await adapter.load { page in
            let now = now()
            table.lock.withLock { table in
                for entry in page { table.load(entry, at: now) }
            }
        }
        let time = now().nanoseconds
        let (found, start) = table.lock.withLock { table in
            table.finishLoading()
            table.raiseRevision(to: issued)
            let found = table.revision
            let start = Revision.start(after: found, at: time, fast: true)
            table.raiseRevision(to: start)
            return (found, start)
        }
        if start >= .greatest {
            throw StoreError.storage(
                .failed,
                reason: "there are no revisions left behind \(found), the last one that was found"
            )
        }
        skipped.note(from: found, to: start)
        do {
            let first = PersistenceBatch(entries: [], removed: [], revision: start)
            try await adapter.commit(first)
        } catch {
            table.lock.withLock { $0.changes.owe() }
        }
    }

    /// Writes batches until the store is gone or has been closed.
    func run() async {
        var failures = 0
        while await hasChanges() {
            await pause(pacing.pause(failures: failures))
            failures = await writeBatch() ? 0 : failures + 1
            // Nobody is there any more to try again for.
            if failures > 0, outcomes.withLock({ $0.isEnding }) { break }
        }
        for waiter in outcomes.withLock({ $0.end() }) {
            waiter.resume(returning: StoreError.closed)
        }
    }

    /// Lets the task end once what has changed is written down, or cannot be.
    func beginEnding() {
        outcomes.withLock { $0.beginEnding() }
        bell.ring()
    }

    /// Waits until there is something to write; false if there is nothing and never will be.
    private func hasChanges() async -> Bool {
        while table.lock.withLock({ $0.changes.isEmpty }) {
            if outcomes.withLock({ $0.isEnding }) { return false }
            await bell.wait()
        }
        return true
    }

    /// Waits for a time, or until somebody is in a hurry.
    private func pause(_ duration: Duration) async {
        guard duration > .zero, !isHurried else { return }
        await withTaskGroup { group in
            group.addTask { try? await self.sleep(duration) }
            group.addTask {
                while !Task.isCancelled, !self.isHurried { await self.bell.wait() }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private var isHurried: Bool { outcomes.withLock { $0.isHurried } }

    /// Writes a batch of all that has changed, and returns whether all of it is durable.
    private func writeBatch() async -> Bool {
        let changes = await collect()
        let (batch, invalid) = await changes.batch(limits: limits)
        var failure: (any Error)?
        do {
            try await adapter.commit(batch)
        } catch {
            failure = error
            await noteAgain(changes)
        }
        await noteAgain(invalid.map(\.key))
        let waiters = outcomes.withLock { $0.settle(changes.number, failure, without: invalid) }
        for waiter in waiters { waiter.resume(returning: failure) }
        return failure == nil && invalid.isEmpty
    }
}

extension PersistenceWriter {
    /// Makes all that has been written durable.
    func flush() async throws {
        let number = table.lock.withLock { table in
            table.changes.isEmpty ? table.changes.number - 1 : table.changes.number
        }
        if let error = await failure(of: number) { throw error }
        if let error = outcomes.withLock({ $0.invalidEntry }) { throw error }
    }

    /// Makes all durable for a store that is to end in any case if it cannot be, ever: returns the
    /// failure then, unless somebody has been told of it before.
    func flushForEnd() async throws -> (any Error)? {
        let isTold = outcomes.withLock { $0.isFinalFailureTold }
        do {
            try await flush()
            return nil
        } catch let error as StoreError where error.isFinal {
            return isTold ? nil : error
        }
    }

    /// Returns once a write is durable.
    ///
    /// - Throws: ``StoreError/notYetDurable(key:reason:)``.
    func settle(_ number: BatchNumber, _ key: String) async throws {
        let failure = await failure(of: number)
        if let error = failure ?? outcomes.withLock({ $0.invalidity(of: key, in: number) }) {
            throw StoreError.notYetDurable(
                key: key,
                reason: "it took effect in memory and will be written down again: \(error)"
            )
        }
    }

    /// Waits for the attempt to write a batch down, and returns what it failed with.
    private func failure(of number: BatchNumber) async -> (any Error)? {
        let failure = await outcome(of: number)
        if let failure { outcomes.withLock { $0.noteTelling(of: failure) } }
        return failure
    }

    private func outcome(of number: BatchNumber) async -> (any Error)? {
        if let outcome = outcomes.withLock({ $0.outcome(of: number) }) { return outcome.failure }
        return await withCheckedContinuation { waiter in
            let outcome = outcomes.withLock { outcomes in
                let outcome = outcomes.outcome(of: number)
                if outcome == nil { outcomes.wait(for: number, waiter) }
                return outcome
            }
            if let outcome { waiter.resume(returning: outcome.failure) } else { bell.ring() }
        }
    }
}
