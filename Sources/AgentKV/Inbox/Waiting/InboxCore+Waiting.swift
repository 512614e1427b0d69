/// What a look into an inbox has found.
enum InboxLook<Found: Sendable>: Sendable {
    case found(Found)
    /// Nothing, and nothing comes back from a lease before that time has passed; nil where no lease
    /// ends.
    case nothing(until: Duration?)
}

extension InboxCore {
    /// Looks into the inbox until it finds something, and waits in line between two looks.
    ///
    /// It looks when the list has changed, and when a lease may have ended. While it waits, nothing
    /// holds the store.
    ///
    /// - Parameters:
    ///   - timeout: How long to wait: zero to look once, nil as long as it takes.
    ///   - look: Takes what it finds.
    /// - Returns: What was found; nil if the time is up.
    /// - Throws: `CancellationError` if the task is cancelled: it has taken nothing;
    ///   ``StoreError/closed`` if the store is closed or goes.
    func wait<R: Sendable>(
        timeout: Duration?,
        _ look: () async throws -> InboxLook<R>
    ) async throws -> R? {
        if let timeout { try check(timeout, as: "a time to wait") }
        try Task.checkCancellation()
        if timeout == .zero || !line.isOccupied {
            if case .found(let found) = try await look() { return found }
            if timeout == .zero { return nil }
        }
        let end = timeout.map { coordinator.time.now().advanced(by: $0) } ?? .end
        let place = line.join()
        defer { line.leave(place) }
        while !place.isFirst {
            if isOver(end) { return nil }
            await pause(until: end) { await place.wait() }
            try Task.checkCancellation()
        }
        return try await waitFirst(at: place, until: end, look)
    }

    private func waitFirst<R: Sendable>(
        at place: InboxPlace,
        until end: Moment,
        _ look: () async throws -> InboxLook<R>
    ) async throws -> R? {
        // Whoever is about to send does so meanwhile: to be told of it would take both sides longer.
        await Task.yield()
        try Task.checkCancellation()
        if case .found(let found) = try await look() { return found }
        // Before the next look: what changes after it rings.
        let watch = coordinator.feed.watch(self.place)
        defer { coordinator.feed.end(watch) }
        place.look(at: watch)
        while true {
            if watch.isClosed { throw StoreError.closed }
            let isLast = isOver(end)
            switch try await look() {
            case .found(let found): return found
            case .nothing(let time):
                if isLast { return nil }
                let next = time.map { coordinator.time.now().advanced(by: $0) } ?? .end
                await pause(until: min(next, end)) { await watch.wait() }
                try Task.checkCancellation()
            }
        }
    }

    private func isOver(_ end: Moment) -> Bool {
        end != .end && coordinator.time.now() >= end
    }

    /// Waits until it is `moment` at the latest.
    private func pause(
        until moment: Moment,
        _ wait: @escaping @Sendable () async -> Void
    ) async {
        if moment == .end { return await wait() }
        let time = coordinator.time
        await withTaskGroup { group in
            group.addTask { try? await time.sleep(until: moment) }
            group.addTask { await wait() }
            await group.next()
            group.cancelAll()
        }
    }
}
