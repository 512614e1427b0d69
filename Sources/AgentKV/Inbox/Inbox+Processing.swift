extension Inbox {
    /// Works on messages as they come, until the task is cancelled.
    ///
    /// ```swift
    /// try await jobs.process(lease: .seconds(30), concurrency: 4) { job in
    ///     try await run(job)
    /// }
    /// ```
    ///
    /// - A message is acknowledged when `body` returns, and released when it throws: it is lent again,
    ///   up to ``InboxOptions/maximumAttempts`` times.
    /// - While `body` runs, its lease is extended. Where that fails, because somebody has deleted the
    ///   message or the lease has ended all the same, the task of `body` is cancelled and nothing is
    ///   acknowledged.
    /// - When the task is cancelled, so are the bodies under way, and their messages are released at
    ///   once; that of a body which returns all the same is acknowledged.
    ///
    /// - Parameters:
    ///   - lease: How long each message is lent at a time: after that at most somebody else gets the
    ///     message of a process that has died.
    ///   - concurrency: How many messages are worked on at once.
    ///   - retryDelay: After how long a message is lent again whose `body` has thrown.
    ///   - body: Deals with a message.
    /// - Throws: `CancellationError`, ``StoreError/closed``; ``StoreError/invalidLimit(_:reason:)`` for
    ///   a `concurrency` below 1, and as ``reserve(max:lease:timeout:)``.
    public func process(
        lease: Duration,
        concurrency: Int = 1,
        retryDelay: Duration = .zero,
        _ body: @escaping @Sendable (Message) async throws -> Void
    ) async throws {
        guard concurrency > 0 else {
            throw StoreError.invalidLimit(concurrency, reason: "somebody has to do the work")
        }
        try core.check(retryDelay, as: "a delay")
        try await withThrowingTaskGroup { group in
            for _ in 0..<concurrency {
                group.addTask {
                    while true {
                        let reserved = try await reserve(upTo: 1, lease: lease, within: nil)
                        for delivery in reserved {
                            try await process(delivery, lease, retryDelay, body)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Works on one message.
    ///
    /// - Throws: What ends the work on all others too.
    private func process(
        _ delivery: Delivery<Message>,
        _ lease: Duration,
        _ retryDelay: Duration,
        _ body: @escaping @Sendable (Message) async throws -> Void
    ) async throws {
        let isDone = await withTaskGroup(of: Bool?.self) { group in
            group.addTask {
                do {
                    try await body(delivery.message)
                    return true
                } catch {
                    return false
                }
            }
            group.addTask {
                await keepHolding(delivery, lease)
                return nil
            }
            // Whichever ends first ends the other, and what counts is how the body has ended.
            var isDone = false
            for await result in group {
                if let result { isDone = result }
                group.cancelAll()
            }
            return isDone
        }
        // In a task of its own: what is done is done, and what is not comes back, also in a task that has
        // been cancelled.
        let delay = Task.isCancelled ? .zero : retryDelay
        let end = Task {
            if isDone {
                try await delivery.acknowledge()
            } else {
                try await delivery.release(after: delay)
            }
        }
        do {
            try await end.value
        } catch StoreError.notReserved {
            // Somebody else has it, or it is gone.
        }
        try Task.checkCancellation()
    }

    /// Extends a lease each time half of it is over; returns once that fails, or the task is cancelled.
    private func keepHolding(_ delivery: Delivery<Message>, _ lease: Duration) async {
        let time = core.coordinator.time
        do {
            while true {
                try await time.sleep(until: time.now().advanced(by: lease / 2))
                try await delivery.extend(lease: lease)
            }
        } catch {}
    }
}
