import AgentKV

/// What a simulation does next.
enum SimulatedStep: Sendable {
    case call(SimulatedCall)
    case mget([String])
    case getMany([String])
    case mset([(key: String, value: SimulatedValue)], ttl: Duration?)
    case purge(limit: Int)
    /// Several calls in one transaction.
    ///
    /// - catches: Whether the body goes on after a call was refused.
    /// - fails: Whether the body throws at its end.
    case transaction([SimulatedCall], catches: Bool, fails: Bool)
    /// Loads a key if it is absent, while other steps are taken.
    case load(String, JSONValue, ttl: Duration?, meanwhile: [SimulatedStep])
    case passTime(Duration)
}

/// A call that stores and transactions have in common.
enum SimulatedCall: Sendable {
    case get(String)
    case read(String, SimulatedType)
    case exists(String)
    case set(String, SimulatedValue, ttl: Duration?)
    case setIfAbsent(String, SimulatedValue, ttl: Duration?)
    case compareAndSet(String, SimulatedValue, expecting: Expectation, ttl: Duration?)
    case delete(String)
    case deleteAll(prefix: String)
    case expire(String, ttl: Duration)
    case persist(String)
    case increment(String, by: Int, ttlIfNew: Duration?)
    case update(String, to: JSONValue?, fails: Bool)
    case addOne(String)
    case listAppend(String, [JSONValue], ttl: Duration?)
    case listAppendUnique(String, [JSONValue], idKey: String, ttl: Duration?)
    case listPopAll(String)
    case listPopAllRecords(String)
    case keys(prefix: String, after: String?, limit: Int)
    case count(prefix: String)

    /// Which revision a `compareAndSet` expects.
    enum Expectation: Sendable {
        case nothing
        case present
        case past
    }
}

/// What a step led to, told alike for a store and for the model.
enum SimulatedOutcome: Equatable, Sendable {
    case returned([JSONValue?])
    case refused(Refusal, key: JSONValue?)
    /// A transaction or a load came to its end, and what its calls led to.
    case transaction([SimulatedOutcome])
    /// A transaction was given up.
    case halted([SimulatedOutcome])

    static let done = returned([])

    static func flag(_ flag: Bool) -> SimulatedOutcome { .returned([.bool(flag)]) }

    static func number(_ number: Int) -> SimulatedOutcome { .returned([.integer(Int64(number))]) }

    static func keys(_ keys: [String]) -> SimulatedOutcome { .returned(keys.map { .string($0) }) }

    static func refused(_ error: StoreError) -> SimulatedOutcome {
        .refused(Refusal(error), key: error.key.map { .string($0) })
    }
}

/// What the body of a transaction throws at its end, with what its calls had led to.
struct SimulatedHalt: Error {
    var outcomes: [SimulatedOutcome] = []
}
