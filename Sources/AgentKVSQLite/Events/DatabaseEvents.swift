/// The events of a database as they happen, for one listener.
///
/// ```swift
/// for await event in database.events(instanceID: agents.id) {
///     print(event.name, event.revision)
/// }
/// ```
///
/// - Events come in the order of the commits, each after its commit; within a commit in the order
///   of the writes.
/// - They are of the writes through this ``SQLiteDatabase``. With a
///   ``SQLiteDatabase/Configuration/noticeInterval``, a ``DatabaseEvent/Kind/writtenByOthers`` says
///   that somebody else has written to the file, not what; without one nothing does. The end of a
///   lifetime that was given through this ``SQLiteDatabase`` is told also where others have freed the
///   record.
/// - It begins when it is made: what is committed after that is in it.
/// - A listener for which as many events wait as its capacity misses those that follow until it has
///   taken these: in their place it gets an ``DatabaseEvent/Kind/overflow(missed:)``, and then goes
///   on with what comes next.
/// - It ends when the database is closed or let go, or the task of the listener cancelled.
/// - It is for one iteration. Make another for a second listener.
public struct DatabaseEvents: AsyncSequence, Sendable {
    let listener: EventListener

    /// Goes through the events.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let listener: EventListener

        /// Returns the next event, waiting for it; nil at the end.
        public mutating func next() async -> DatabaseEvent? {
            await listener.next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(listener: listener)
    }
}
