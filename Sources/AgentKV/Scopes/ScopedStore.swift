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
/// - Revisions are those of the store, and so are its promises, its time and who waits for it.
public struct ScopedStore: Sendable {
    let base: any KeyValueStore
    /// What the keys begin with in the store.
    let prefix: String
    /// How many bytes of a key are the prefix.
    let prefixBytes: Int

    /// Creates the scope of a name in a store, or in another scope.
    init(_ name: String, in store: any KeyValueStore) {
        do throws(StoreError) {
            try Self.checkName(name, limits: store.limits)
            let outer = store as? ScopedStore
            self.init(
                base: outer?.base ?? store,
                prefix: (outer?.prefix ?? "") + name + Self.separator
            )
        } catch {
            self.init(base: RefusingStore(of: store, error: error), prefix: "")
        }
    }

    private init(base: any KeyValueStore, prefix: String) {
        self.base = base
        self.prefix = prefix
        prefixBytes = prefix.utf8.count
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

extension ScopedStore {
    /// The bounds of the store, less what the scope's name takes of each key.
    public var limits: StoreLimits {
        var limits = base.limits
        limits.keyBytes = max(limits.keyBytes - prefixBytes, 0)
        return limits
    }

    public var coordinator: StoreCoordinator { base.coordinator }

    public func origin(of key: String) -> (store: any KeyValueStore, key: String) {
        base.origin(of: prefix + key)
    }

    public func weakReference() -> StoreReference {
        let prefix = prefix
        let reference = base.weakReference()
        return StoreReference {
            reference.store.map { ScopedStore(base: $0, prefix: prefix) }
        }
    }
}
