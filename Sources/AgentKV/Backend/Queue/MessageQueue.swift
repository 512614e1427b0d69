/// The messages at one key: those that wait, which are the list at the key, and those that are lent.
///
/// It exists for the length of one transaction of its store, which hands it out
/// (``TransactionBackend/queue(at:)``); that of a ``MetadataBackend`` is made of metadata. The requirements
/// move single messages; what a message goes through is in the extensions, once for every queue.
///
/// - A message is waiting, lent or gone, and in one of these only. What is known of it
///   (``MessageInfo``) goes with it, by its place and never by its content.
/// - Before anything else is done the queue is brought up to date: expired messages are gone, and
///   messages whose lease has ended are back in the list or with the dead letters.
public protocol MessageQueue {
    /// The key.
    var key: String { get }
    /// The limits of the store.
    var limits: StoreLimits { get }

    /// Returns the time of the transaction.
    func now() throws -> StoreInstant

    /// Returns the queue at another key of the same store, in the same transaction.
    func queue(at key: String) throws -> any MessageQueue

    /// Counts the messages that wait.
    ///
    /// - Throws: ``StoreError/notAList(key:reason:)`` where another value is stored.
    func waitingCount() throws -> Int

    /// Returns whether all of the first `limit` messages of the list are what `fits` says.
    ///
    /// It makes no JSON of any. Where the list holds JSON only, it may be false at once.
    func firstWaiting(_ limit: Int, are fits: (borrowing StoreValue) -> Bool) throws -> Bool

    /// Returns up to `limit` messages from the beginning of the list, and leaves them there.
    func firstWaiting(_ limit: Int) throws -> [QueuedMessage]

    /// Takes up to `limit` messages off the beginning of the list; the last one takes the key with it,
    /// and ends the list's era where messages are lent.
    func takeFirst(_ limit: Int, as event: MessageEvent) throws -> [QueuedMessage]

    /// Takes the message at a place of the list.
    func take(at place: Int, as event: MessageEvent) throws -> QueuedMessage

    /// Puts messages behind those that wait.
    ///
    /// - Throws: ``StoreError/notAList(key:reason:)``, ``StoreError/full(key:reason:)``.
    func append(_ messages: [QueuedMessage], as event: MessageEvent) throws

    /// Puts messages with numbers back into the list: before those without, and in the order of the
    /// numbers. Where nothing waits, they are the list, and `listDeadline` is its deadline.
    func putBack(_ messages: [QueuedMessage], listDeadline: StoreInstant?) throws

    /// Removes the messages that wait and whose own deadline has passed.
    func removeExpired(at now: StoreInstant) throws

    /// Returns the earliest moment at which a lease ends or a message expires; nil where none does.
    func nextEvent() throws -> StoreInstant?

    /// Returns the revision that numbers of messages are made of.
    func numberBase() throws -> Int64

    /// Returns a message that is lent.
    func lent(_ number: MessageNumber) throws -> LentMessage?

    /// Lends a message, changes what is known of a lent one, or, for nil, takes it off.
    func setLent(_ number: MessageNumber, to message: LentMessage?) throws

    /// Returns up to `limit` messages whose lease has ended, the earliest first.
    func endedLeases(at now: StoreInstant, limit: Int) throws -> [(MessageNumber, LentMessage)]

    /// Returns the items of all messages that are lent and have not expired, in any order.
    func lentItems() throws -> [StoreValue]

    /// The era of the list that is at the key.
    func era() throws -> Int

    /// Returns the deadline that the list of an era has, or had; nil for none.
    func listDeadline(of era: Int) throws -> StoreInstant?

    /// Publishes that a message was acknowledged.
    func publishAcknowledged() throws

    /// Returns whether an id is remembered at this moment.
    func remembers(_ id: String) throws -> Bool

    /// Remembers an id; beyond `maximum` those that end first are forgotten.
    func remember(_ id: String, until end: StoreInstant?, maximum: Int) throws

    /// Forgets an id.
    func forget(_ id: String) throws
}

/// What happened to a message of an inbox.
@nonexhaustive
public enum MessageEvent: UInt8, Sendable, Hashable {
    /// It was sent, and waits.
    case sent
    /// It was handed over for good.
    case taken
    /// It was lent.
    case lent
    /// It came back from its lease.
    case returned
    /// It was acknowledged.
    case acknowledged
    /// It became a dead letter.
    case dead
}
