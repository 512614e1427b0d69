/// Messages that wait at a key until somebody takes them, first in first out.
///
/// ```swift
/// let uploads = store.inbox("inbox:uploads", of: Upload.self)
/// try await uploads.send(Upload(name: "plan.pdf"))
/// let upload = try await uploads.receive()
/// ```
///
/// - Any number of tasks may send and receive. A message is handed to one of them.
/// - What waits is the JSON list at the ``key``, as plain items: who uses `listAppendUnique` and
///   `listPopAll` on it takes part.
/// - ``receive()``, ``messages`` and ``drain()`` hand messages over for good. ``reserve(max:lease:timeout:)``
///   and ``deliveries(lease:)`` lend them: one that is not acknowledged comes back when its lease
///   ends, ahead of those that came later, and after ``InboxOptions/maximumAttempts`` it goes to the
///   ``deadLetters``.
/// - In ``PersistenceMode/writeThrough`` a call that throws ``StoreError/notYetDurable(key:reason:)``
///   has already taken effect in memory, except ``reserve(max:lease:timeout:)``, whose messages wait
///   again. If messages must not be lost, use that or ``process(lease:concurrency:retryDelay:_:)``.
/// - Receivers that wait are served in the order in which they came. Waiting costs nothing: nobody
///   polls. One that is cancelled, or whose time is up, has taken nothing.
/// - An inbox keeps its store, as a scope does. When the store is closed, those who wait fail with
///   ``StoreError/closed``.
/// - A message is waiting, lent or gone, and what is known of it (attempts, lifetime, id) is that of
///   this message, also where others are equal to it.
///
/// It is a value, made where it is needed; what it stands for is in the store.
public struct Inbox<Message: Codable & Sendable>: Sendable {
    /// The key of the list.
    public var key: String { core.key }
    /// How it treats its messages.
    public let options: InboxOptions
    @usableFromInline
    let core: InboxCore
    /// Returns the id of a message as JSON; nil where messages are told apart by no id of theirs.
    @usableFromInline
    let idOf: (@Sendable (Message) throws -> JSONValue)?

    init(
        _ key: String,
        of store: any KeyValueStore,
        options: InboxOptions,
        idOf: (@Sendable (Message) throws -> JSONValue)? = nil
    ) {
        self.options = options
        self.idOf = idOf
        core = InboxCore(key, of: store.backend, options: options)
    }

    private init(core: InboxCore) {
        options = InboxOptions()
        idOf = nil
        self.core = core
    }
}

extension Inbox {
    /// How many receivers wait.
    package var waiterCount: Int { core.line.count }

    /// Where messages go that were lent ``InboxOptions/maximumAttempts`` times and never
    /// acknowledged: an inbox like any other.
    public var deadLetters: Inbox<Message> {
        Inbox(core: InboxCore(deadLettersOf: core))
    }
}
