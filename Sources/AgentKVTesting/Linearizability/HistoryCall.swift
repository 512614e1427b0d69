package import AgentKV

/// A call that a history may hold.
package enum HistoryCall: Sendable, Hashable, Codable {
    case get(String)
    case entry(String)
    case set(String, JSONValue, ttl: Duration?)
    case setIfAbsent(String, JSONValue)
    case compareAndSet(String, JSONValue, expecting: Revision?)
    case delete(String)
    case increment(String, by: Int)
    case appendUnique(String, [JSONValue])
    case popAll(String)
    case expire(String, ttl: Duration)
    case persist(String)
    case mget([String])
    /// Sets both keys to the value.
    case mset(String, String, JSONValue)
    /// Exchanges what two keys hold, in one transaction.
    case exchange(String, String)
    /// Loads the value if the key is absent.
    ///
    /// A caller whose own load runs is two calls of a history: the load's beginning and its end.
    case load(String, JSONValue)
    case beginLoad(String, JSONValue)
    case endLoad(String, JSONValue)
    /// A call of the inbox at a key, or for that key.
    case inbox(String, HistoryInboxCall)

    /// The keys that it reads or writes.
    var keys: [String] {
        switch self {
        case .get(let key), .entry(let key), .set(let key, _, _), .setIfAbsent(let key, _),
            .compareAndSet(let key, _, _), .delete(let key), .increment(let key, _),
            .appendUnique(let key, _), .popAll(let key), .expire(let key, _), .persist(let key),
            .load(let key, _), .beginLoad(let key, _), .endLoad(let key, _), .inbox(let key, _):
            [key]
        case .mget(let keys): keys
        case .mset(let first, let second, _), .exchange(let first, let second): [first, second]
        }
    }
}

/// What a call returned.
package enum HistoryOutcome: Sendable, Hashable, Codable {
    case done
    case flag(Bool)
    case number(Int)
    case values([JSONValue?])
    case entry(JSONValue, Revision, lifetime: Duration?)
    case absent
    /// The revision that was written; nil if another writer was there first.
    case written(Revision?)
    /// Messages, or items of a list; nil where there is none.
    case contents([Int]?)
    case deliveries([HistoryDelivery])
    /// The value is none that the call could work on; or nobody holds the message any more.
    case refused
}

/// A call with what it returned, and when.
package struct RecordedCall: Sendable, Codable {
    package let client: Int
    package let call: HistoryCall
    package let outcome: HistoryOutcome
    /// When it was made, and when it returned, by the same clock for all.
    package let invoked: Int
    package let returned: Int

    package init(
        client: Int,
        _ call: HistoryCall,
        _ outcome: HistoryOutcome,
        invoked: Int,
        returned: Int
    ) {
        self.client = client
        self.call = call
        self.outcome = outcome
        self.invoked = invoked
        self.returned = returned
    }
}

extension RecordedCall: CustomStringConvertible {
    package var description: String {
        "\(invoked)-\(returned) client \(client): \(call) -> \(outcome)"
    }
}
