/// One subscriber of a store's changes: it asks the feed and the store for what its
/// ``SubscriberState`` wants.
final class ChangeSubscription: Sendable {
    let id: Int
    private let feed: ChangeFeed
    private let reference: StoreReference
    private let prefix: String
    private let state: Lock<SubscriberState>

    /// How many entries of the present state are read at once.
    private static let pageEntries = 128

    /// Subscribes to the keys of `store` that begin with `prefix`, whose first `hidden` bytes are not
    /// shown.
    init(
        to prefix: String,
        of store: any StoreBackend,
        hiding hidden: Int,
        from start: ChangesStart,
        buffer: Int
    ) {
        feed = store.coordinator.feed
        reference = store.weakReference()
        self.prefix = prefix
        let limits = store.limits
        var state = SubscriberState(hiddenBytes: max(hidden, 0), valueDepth: limits.valueDepth)
        do throws(StoreError) {
            if let refusing = store as? RefusingBackend { throw refusing.error }
            try Self.check(buffer: buffer, limits)
            id = feed.subscribe(prefix: prefix, buffer: buffer, limits: limits)
            switch start {
            case .now: break
            case .presentState: state.beginPresentState()
            case .after(let revision):
                let place = feed.skipped.place(of: revision)
                state.resume(after: place, feed.resume(id, after: place))
            }
        } catch {
            id = 0
            state.fail(error)
        }
        self.state = Lock(state)
    }

    deinit { feed.unsubscribe(id) }

    private static func check(buffer: Int, _ limits: StoreLimits) throws(StoreError) {
        if buffer < 1 {
            throw .invalidLimit(
                buffer,
                reason: "the buffer of a subscriber holds at least 1 change"
            )
        }
        if limits.historyChanges < 1 {
            throw .invalidLimit(
                limits.historyChanges,
                reason: "the history of a store holds at least 1 change"
            )
        }
        if limits.historyBytes < 1 {
            throw .invalidLimit(
                limits.historyBytes,
                reason: "the history of a store has room for at least 1 byte"
            )
        }
    }

    /// Returns the next change; nil at the end, or when the task is cancelled.
    func next() async throws(StoreError) -> StoreChange? {
        while !Task.isCancelled {
            switch state.withLock({ $0.next() }) {
            case .deliver(let change):
                return change
            case .read(let waits):
                let finding = waits ? await feed.next(id) : feed.read(id)
                state.withLock { $0.add(finding) }
            case .skip:
                feed.skip(id)
            case .check(let revision):
                await page(after: nil, limit: 1) { page in
                    let place = feed.skipped.place(of: revision)
                    let resumption = feed.resume(id, after: place)
                    state.withLock {
                        $0.resume(after: place, resumption, reached: page.revision)
                    }
                }
            case .page(let key):
                let limit = Self.pageEntries
                await page(after: key, limit: limit) { page in
                    state.withLock { $0.add(page, isLast: page.entries.count < limit) }
                }
            case .fail(let error):
                feed.unsubscribe(id)
                throw error
            case .end:
                return nil
            }
        }
        feed.unsubscribe(id)
        state.withLock { $0.end() }
        return nil
    }

    /// Reads entries and hands them to `body`; an error is the last that the subscriber gets.
    private func page(
        after key: String?,
        limit: Int,
        _ body: (StoredPage) -> Void
    ) async {
        guard let store = reference.store else { return state.withLock { $0.fail(.closed) } }
        do {
            body(try await store.performReadPage(prefix: prefix, after: key, limit: limit))
        } catch let error as StoreError {
            state.withLock { $0.fail(error) }
        } catch {
            // A task that is cancelled gets no error, but the end.
            if !Task.isCancelled {
                state.withLock { $0.fail(.storage(.failed, reason: "\(error)")) }
            }
        }
    }
}
