public import AgentKV

extension SQLiteStore {
    /// Returns how the stores of this namespace have been used in this process, and how much is in
    /// it.
    ///
    /// They count together from when the first of those held was made. An expired record that is
    /// overwritten counts as expired only where somebody waits for the changes of the store.
    ///
    /// - Complexity: O(*n*) in the records of the namespace, which are counted.
    public func statistics() async throws -> StoreStatistics {
        counters.statistics(entries: try await count())
    }
}
