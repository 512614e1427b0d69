import AgentKV

/// The longest that a `get` waits while `work` runs beside a task that does nothing but get.
func longestGet(
    from store: TransientStore,
    _ keys: Keys,
    by gauge: WaitGauge,
    during work: () async throws -> Void
) async throws -> Double {
    try await longestWait(
        of: { blackHole(try await store.get(keys[$0], as: Int.self)) },
        by: gauge,
        during: work
    )
}
