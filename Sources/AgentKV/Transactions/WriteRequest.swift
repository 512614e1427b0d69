/// What was asked of a key and is no ``StoreChange``, told to those who load the key or observe it.
///
/// Deleting a key that is absent changes nothing, so no subscriber is told. But who deletes a key
/// wants nothing there that was loaded before: a load that began earlier must not set it afterwards.
/// And who observes a key whose lifetime is another looks at it when that ends.
/// A store collects these requests, with ``TransactionBackend/addRequest(_:)``, and hands them to
/// ``StoreCoordinator/publish(_:requests:)`` when the transaction has succeeded.
public enum WriteRequest: Sendable, Hashable {
    /// A key was to be changed, and there was nothing to change.
    case change(of: String)
    /// All keys that begin with a prefix were to be changed, those that are absent too.
    case changeOfAll(prefix: String)
    /// A live key was given another lifetime, or none.
    case lifetime(of: String)
}

extension WriteRequest {
    /// The same request in a store where the keys have a prefix.
    func prefixed(by prefix: String) -> WriteRequest {
        switch self {
        case .change(let key): .change(of: prefix + key)
        case .changeOfAll(let own): .changeOfAll(prefix: prefix + own)
        case .lifetime(let key): .lifetime(of: prefix + key)
        }
    }
}
