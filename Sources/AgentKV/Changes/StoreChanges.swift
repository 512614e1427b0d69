/// The changes of a store as they happen, for one subscriber: see
/// ``KeyValueStore/changes(prefix:from:buffer:)``.
///
/// ```swift
/// for try await change in store.changes(prefix: "run:42:") {
///     print(change.revision, change.kind, change.key)
/// }
/// ```
///
/// - A subscription begins when it is made, not when somebody begins to read it.
/// - Changes come in the order of their revisions, each once, after it has taken effect. Those of a
///   transaction come together, and none comes of what failed or changed nothing: a call that threw,
///   a key deleted that was absent, items that were all in the list already, a new lifetime.
/// - A successful write is a change also if the value is equal. A set over an entry whose lifetime
///   has ended is two: it expired, and was set.
/// - That a lifetime has ended is told when the entry is freed, by whatever call, or its key set again.
/// - With ``ChangesStart/presentState`` the keys are told as they are found, page by page, beginning
///   when the first element is asked for. It is not all one moment, and what happens meanwhile to
///   keys that have been told comes in between; but what is told of each key is its whole story from
///   the value that it was told with. Who applies each change to a dictionary has the store's
///   content.
/// - Nobody who writes waits for a subscriber. What a subscriber has not read is kept as long as it is
///   in the history of the store, and beyond that up to its buffer, both of which have a bound in bytes
///   as well. When that is full it gets what
///   was kept, and then ``StoreError/missedChanges(after:reason:)`` with the revision to resume from.
///   Nothing is skipped in silence.
/// - It may be resumed from the revision of a change that it told, though before
///   ``StoreChange/Kind/current`` only from 0, which begins anew.
/// - When the store is closed, or is gone, it ends with ``StoreError/closed`` behind what is left to
///   read. A subscription does not keep the store.
/// - It ends without an error when the task is cancelled. After an error it is at its end.
/// - Who lets it go, read or not, is forgotten by the store.
/// - It is for one iteration. Make another for a second subscriber.
public struct StoreChanges: AsyncSequence, Sendable {
    public typealias Element = StoreChange
    public typealias Failure = StoreError

    let subscription: ChangeSubscription

    /// Goes through the changes.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let subscription: ChangeSubscription

        /// Returns the next change, waiting for it; nil at the end.
        public mutating func next() async throws(StoreError) -> StoreChange? {
            try await subscription.next()
        }

        /// Returns the next change, waiting for it; nil at the end.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(StoreError) -> StoreChange? {
            try await subscription.next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(subscription: subscription)
    }
}
