/// What a store keeps beside its data: its time, and who waits for a change of it.
///
/// Whoever writes a store gives it one, and tells it of every change:
///
/// ```swift
/// final class MyStore: KeyValueStore {
///     let coordinator = StoreCoordinator(clock: .continuous)
/// }
/// ```
///
/// - Changes are told in the order of their revisions, each of which is greater than the one before,
///   after they have taken effect and before the call that made them returns, once each: see
///   ``publish(_:)``.
/// - When the store is closed or goes away, ``close()`` ends all who wait.
public final class StoreCoordinator: Sendable {
    let time: StoreTime
    let background = BackgroundTasks()
    let feed: ChangeFeed
    let inboxLines = InboxLines()
    let loads = LoadRegistry()

    /// Creates what a store needs that lives in the time of `clock`.
    public init(clock: some Clock<Duration> = .continuous) {
        time = StoreTime(clock)
        feed = ChangeFeed(background)
    }

    /// Whether anybody waits for a change: while nobody does, none need be told.
    public var isObserved: Bool { feed.isObserved }

    /// Tells those who wait what has changed; it does not wait for them.
    public func publish(_ changes: [StoreChange]) {
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
    /// A store whose writes take effect some time before they are told, and one after the other, calls
    /// this in between: who loads looks whether a key was written before it sets the key itself.
    package func noteWriting(of key: String, _ kind: StoreChange.Kind) {
        feed.noteWriting(of: key, kind)
    }

    /// The same for all keys.
    package func noteWritingOfAll() {
        feed.noteWritingOfAll()
    }

    /// Ends all who wait for the store: they fail with ``StoreError/closed``.
    public func close() {
        feed.close()
        loads.close()
    }
}
