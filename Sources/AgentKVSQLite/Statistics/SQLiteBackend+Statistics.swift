internal import AgentKV

extension SQLiteBackend {
    /// Returns how the stores of this namespace have been used in this process, and how much is in
    /// it.
    func performStatistics() async throws -> StoreStatistics {
        counters.statistics(entries: try await performCount(prefix: ""))
    }
}
