/// What a store keeps beside its data: its time, and who waits for a change of it.
///
/// Whoever writes a store gives it one, and tells it of every change:
///
/// ```swift
/// final class MyStore: StoreBackend {
///     let coordinator = StoreCoordinator(clock: .continuous)
/// }
/// ```
///
/// - Changes are told in the order of their revisions, each of which is greater than the one before,
///   after they have taken effect and before the call that made them returns, once each: see
///   ``publish(_:requests:)``.
/// - What a call asked for and found nothing to change is told with them, as a ``WriteRequest``, so
///   that a value which is being loaded is not set behind it.
/// - When the store is closed or goes away, ``close()`` ends all who wait.
public final class StoreCoordinator: Sendable {
    let time: StoreTime
    let background = BackgroundTasks()
    let feed: ChangeFeed
    let inboxLines = InboxLines()
    let loads: LoadRegistry

    /// Creates what a store needs that lives in the time of `clock`.
    public convenience init(clock: some Clock<Duration> = .continuous) {
        self.init(clock: clock, skipping: SkippedRevisions())
    }

    /// Creates the same for a store whose place notes which revisions it leaves out.
    package init(clock: some Clock<Duration>, skipping skipped: SkippedRevisions) {
        time = StoreTime(clock)
        feed = ChangeFeed(background, skipping: skipped)
        loads = LoadRegistry(feed)
    }

    /// Whether anybody waits for a change, or loads a key: while nobody does, nothing need be told.
    public var isObserved: Bool { feed.isObserved }

    /// Tells those who wait what has changed, those who load a key also what was asked for, and those
    /// who observe one also that its lifetime is another; it does not wait for them.
    ///
    /// - Parameters:
    ///   - changes: What has changed, in order.
    ///   - requests: What else was asked for: that a key should be changed where there was nothing to
    ///     change, or live for another time. A call of which nothing took effect because it threw, or
    ///     because a condition did not hold, asks for nothing.
    /// - Complexity: O(*m*) in the changes and requests, and for a request with a prefix in the keys
    ///   that are being loaded.
    public func publish(_ changes: [StoreChange], requests: [WriteRequest] = []) {
        if !requests.isEmpty, isObserved { feed.publish(requests) }
        if !changes.isEmpty { feed.publish(changes) }
    }

    /// Tells those who wait that anything may have changed.
    ///
    /// - Parameter revision: The last revision of what has changed, so that nobody who has seen less
    ///   resumes behind it; nil where it is that of the last change that was told.
    public func publishUnknownChanges(upTo revision: Revision? = nil) {
        feed.publishUnknown(upTo: revision)
    }

    /// Tells those who load a key that it has been written, or is about to be if all goes well.
    ///
    /// Only a store whose transactions take effect for one another before they are told needs this,
    /// because several share a commit: it calls this at the end of each transaction, and
    /// ``publish(_:requests:)`` after the commit. A load looks whether its key was written before it
    /// sets the key itself, which the next transaction may do.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - kind: What happens to it.
    ///   - revision: The revision that the change is going to be told with.
    public func noteWriting(of key: String, as kind: StoreChange.Kind, _ revision: Revision) {
        feed.noteWriting(of: key, kind, revision)
    }

    /// How many callers wait for loads of a key; nil if none is under way.
    ///
    /// For tests.
    package func loadWaiters(of key: String) -> Int? { loads.waiterCount(of: key) }

    /// Ends all who wait for the store: they fail with ``StoreError/closed``.
    public func close() {
        feed.close()
        loads.close()
    }
}
