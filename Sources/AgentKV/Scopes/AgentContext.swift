/// What an agent works with in a run: who it is, and the store that it shares with the others.
///
/// ```swift
/// let context = AgentContext(runID: "42", agentName: "planner", userID: "ada", store: store)
/// try await context.kv().set("run:\(context.runID):plan", to: plan, ttl: .seconds(300))
/// ```
///
/// It is a value: hand it on, or make it the ``current`` one of a task.
public struct AgentContext: Sendable {
    /// The run that the agent takes part in.
    public let runID: String
    /// The name of the agent.
    public let agentName: String
    /// Whom the agent works for.
    public let userID: String
    private let store: any KeyValueStore
    private var attachments: [ObjectIdentifier: any Sendable] = [:]

    /// Creates the context of an agent in a run.
    ///
    /// - Parameters:
    ///   - runID: The run that the agent takes part in.
    ///   - agentName: The name of the agent.
    ///   - userID: Whom the agent works for.
    ///   - store: The store that the agents share.
    public init(runID: String, agentName: String, userID: String, store: any KeyValueStore) {
        self.runID = runID
        self.agentName = agentName
        self.userID = userID
        self.store = store
    }

    /// Returns the store that the agents share, with all its keys.
    public func kv() -> any KeyValueStore {
        store
    }

    /// The keys of this run: what is at `plan` in here is at `run:42:plan` in ``kv()``.
    ///
    /// Where the run's id is empty or makes no key, every call of it throws
    /// ``StoreError/invalidKey(key:reason:)``.
    public var scope: ScopedStore {
        store.scoped(to: scopeName)
    }

    /// The name of the run's scope: none for an id that is none.
    var scopeName: String { runID.isEmpty ? "" : "run:\(runID)" }

    /// Returns the context of another agent in the same run.
    public func agent(_ name: String) -> AgentContext {
        var context = AgentContext(runID: runID, agentName: name, userID: userID, store: store)
        context.attachments = attachments
        return context
    }

    /// What is attached under a key; nil where nothing is.
    public subscript<Key: AgentContextKey>(key: Key.Type) -> Key.Value? {
        get { attachments[ObjectIdentifier(key)] as? Key.Value }
        set { attachments[ObjectIdentifier(key)] = newValue }
    }
}

/// The key of something that is attached to an ``AgentContext``: a type that nobody else has.
///
/// ```swift
/// enum ModelKey: AgentContextKey {
///     typealias Value = any LanguageModel
/// }
///
/// extension AgentContext {
///     var model: (any LanguageModel)? {
///         get { self[ModelKey.self] }
///         set { self[ModelKey.self] = newValue }
///     }
/// }
/// ```
public protocol AgentContextKey {
    /// What is attached.
    associatedtype Value: Sendable
}
