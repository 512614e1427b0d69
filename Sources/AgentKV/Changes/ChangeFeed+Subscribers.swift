extension ChangeFeed {
    /// Adds a subscriber, who reads what comes from now on; with the first one the history begins.
    func subscribe(prefix: String, buffer: Int, limits: StoreLimits) -> Int {
        mutate { state in
            if state.log == nil {
                state.log = Log(
                    capacity: limits.historyChanges,
                    maximumBytes: limits.historyBytes
                )
                state.log?.isClosed = state.isClosed
            }
            return state.log?.subscribe(prefix: prefix, buffer: buffer) ?? 0
        }
    }

    /// Forgets a subscriber; one that waits is told so.
    func unsubscribe(_ id: Int) {
        let removed = state.withLock { $0.log?.unsubscribe(id) }
        // What it had not read is released here, after the lock.
        removed?.1?.resume(returning: .over)
    }

    /// Lets a subscriber read what comes after a revision, as far as the history knows.
    func resume(_ id: Int, after revision: Revision) -> Resumption {
        state.withLock { $0.log?.resume(id, after: revision) ?? .incomplete }
    }

    /// Lets a subscriber forget what has happened up to now.
    func skip(_ id: Int) {
        let forgotten = state.withLock { state in
            let backlog = state.log?.subscribers[id]?.backlog
            state.log?.skip(id)
            return backlog
        }
        withExtendedLifetime(forgotten) {}
    }

    /// Returns what a subscriber has not read yet, or that this is nothing.
    func read(_ id: Int, from place: Int = 0) -> Finding {
        var place = place
        while true {
            // In steps, between which those who publish get their turn.
            let finding = state.withLock { $0.log?.read(id, from: place) ?? .over }
            guard case .more = finding else { return finding }
            place = 0
        }
    }

    /// Returns what a subscriber has not read yet, waiting for it.
    ///
    /// A task that is cancelled ends the subscription.
    func next(_ id: Int) async -> Finding {
        let finding = read(id)
        guard case .nothing = finding else { return finding }
        // Whoever is about to write does so meanwhile: to be woken would take both sides longer.
        await Task.yield()
        var place = 0
        while true {
            let finding = read(id, from: place)
            guard case .nothing = finding else { return finding }
            switch await arrival(for: id) {
            case .change(let change): return .changes([change])
            case .look(let found): place = found
            case .over: return .over
            }
        }
    }

    private func arrival(for id: Int) async -> Arrival {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { wait(id, $0) }
        } onCancel: {
            unsubscribe(id)
        }
    }

    private func wait(_ id: Int, _ waiter: Waiter) {
        switch state.withLock({ $0.log?.wait(id, with: waiter) ?? .needless }) {
        case .needless: waiter.resume(returning: .look(from: 0))
        // Of two iterations at the same time, which is a mistake, the first ends.
        case .begun(let former): former?.resume(returning: .over)
        }
    }
}
