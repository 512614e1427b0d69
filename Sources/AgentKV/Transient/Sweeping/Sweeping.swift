import Synchronization

/// What frees the expired entries of a table by itself.
///
/// It begins when the first lifetime appears: the table then wakes it, here and whenever a deadline
/// appears that is sooner than the one it sleeps for. While nothing can expire it waits and does
/// not sleep. It holds the table and not the store, which ends it when it is closed or goes away.
final class Sweeping: Sendable {
    private struct State: ~Copyable {
        /// Weak, since the table holds this object.
        weak var table: SharedTable?
        var task: Task<Void, Never>?
        var isEnded = false
    }

    private let bell = Bell()
    private let state = Lock(State())
    private let time: StoreTime
    private let background: BackgroundTasks

    init(_ coordinator: StoreCoordinator) {
        time = coordinator.time
        background = coordinator.background
    }

    /// Begins to sweep a table; what woke it before is seen to.
    func attach(to table: SharedTable) {
        state.withLock { $0.table = table }
        if table.lock.withLock({ $0.nextDue != nil }) { wake() }
    }

    /// Lets the table be looked at anew.
    ///
    /// It may be called under the lock of the table.
    func wake() {
        state.withLock { state in
            guard state.task == nil, !state.isEnded, let table = state.table else { return }
            let sweeper = Sweeper(table: table, time: time, bell: bell)
            // At the usual priority: with a lower one it would not run while others never rest.
            state.task = background.start { await sweeper.run() }
        }
        bell.ring()
    }

    /// Ends it: nothing sleeps any more.
    func end() {
        let task = state.withLock { state in
            state.isEnded = true
            return state.task.take()
        }
        task?.cancel()
    }
}
