/// What stands behind a scope whose name is none: every call says so.
///
/// Who waits for it waits by itself, and hears nothing of the store that it is no scope of.
final class RefusingBackend: StoreBackend {
    let limits: StoreLimits
    let coordinator = StoreCoordinator()
    let error: StoreError

    init(limits: StoreLimits, _ error: StoreError) {
        self.limits = limits
        self.error = error
    }

    /// It waits for nothing, so it may be kept.
    func weakReference() -> StoreReference {
        StoreReference { self }
    }

    func performTransaction<R: Sendable>(
        _ body: @Sendable (inout StoreTransaction) throws -> R
    ) async throws -> R {
        throw error
    }

    func performPurge(limit: Int) async throws -> Int {
        throw error
    }
}
