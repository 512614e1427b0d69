/// What stands behind a scope whose name is none: every call says so.
///
/// Who waits for it waits by itself, and hears nothing of the store that it is no scope of.
struct RefusingStore: KeyValueStore {
    let limits: StoreLimits
    let coordinator = StoreCoordinator()
    let error: StoreError

    init(of store: any KeyValueStore, error: StoreError) {
        limits = store.limits
        self.error = error
    }

    func transaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        throw error
    }

    func purgeExpired(limit: Int) async throws -> Int {
        throw error
    }

    func readNow(_ key: String, _ body: (inout StoreValue) -> Void) throws -> Bool {
        throw error
    }

    func writeNow(
        _ key: String,
        ttl: Duration?,
        _ body: (inout StoreValue) -> Void
    ) throws -> Bool {
        throw error
    }
}
