/// A store over the keys of another one that begin with a name and a colon.
///
/// ```swift
/// let run = store.scoped(to: "run:42")
/// try await run.set("plan", to: plan)          // the key "run:42:plan" of the store
/// let step = run.scoped(to: "step:1")          // the keys "run:42:step:1:…"
/// ```
///
/// - It holds nothing itself: what is set through it is in the store, and the other way round.
/// - It sees the keys that begin with its name and a colon, and no others: the scope `run:4` has
///   none of the keys of `run:42`, and neither has the entry at `run:42` or at `run:42:` itself.
/// - A name may have colons in it. Then it lies within another scope: the key `c` of `a:b` is the
///   key `b:c` of `a`.
/// - Keys are given and listed without the name, and errors name them so. The limit on the bytes of
///   a key leaves out those of the name: see ``limits``.
/// - A name that is empty, holds U+0000 or leaves no room for a key is refused by every call, with
///   ``StoreError/invalidKey(key:reason:)``.
/// - Revisions are those of the store, and so are its promises, its time and who waits for it. So is
///   ``KeyValueStore/purgeExpired(limit:)``: it frees entries of the whole store, which keeps its
///   deadlines in one order.
public struct ScopedStore: KeyValueStore {
    let scope: ScopedBackend

    /// Creates the scope of a name in a store, or in another scope.
    init(_ name: String, in store: any KeyValueStore) {
        do throws(StoreError) {
            try Self.checkName(name, limits: store.limits)
            let (base, outer) = store.backend.origin(of: "")
            scope = ScopedBackend(of: base, prefix: outer + name + Self.separator)
        } catch {
            scope = ScopedBackend(of: RefusingBackend(limits: store.limits, error), prefix: "")
        }
    }

    /// The bounds of the store, less what the scope's name takes of each key.
    public var limits: StoreLimits { scope.limits }

    public var backend: any StoreBackend { scope }

    public func performReadNow(
        _ key: String,
        _ body: (inout StoreValue) -> Void
    ) throws -> Bool {
        try scope.performReadNow(key, body)
    }

    public func performWriteNow(
        _ key: String,
        ttl: Duration?,
        _ body: (inout StoreValue) -> Void
    ) throws -> Revision? {
        try scope.performWriteNow(key, ttl: ttl, body)
    }

    private static let separator = ":"

    private static func checkName(_ name: String, limits: StoreLimits) throws(StoreError) {
        func refusal(_ reason: String) -> StoreError {
            .invalidKey(key: name, reason: "as the name of a scope: \(reason)")
        }
        do throws(StoreError) {
            try limits.checkKey(name)
        } catch {
            throw refusal(error.reason)
        }
        if name.utf8.count + separator.utf8.count >= limits.keyBytes {
            throw refusal(
                "it leaves no room for keys, which have at most \(limits.keyBytes) UTF-8 bytes"
            )
        }
    }
}

extension KeyValueStore {
    /// Returns the store over the keys that begin with a name and a colon.
    ///
    /// Nothing is read or written, and a name that is none is refused by the calls that follow.
    public func scoped(to name: String) -> ScopedStore {
        ScopedStore(name, in: self)
    }
}
