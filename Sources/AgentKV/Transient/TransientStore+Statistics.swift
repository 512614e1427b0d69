extension TransientStore {
    /// Returns how the store has been used since it was made, and how much is in it.
    ///
    /// What an adapter loaded counts among the entries only.
    ///
    /// - Complexity: O(1), and the freeing of what has expired.
    public nonisolated func statistics() async -> StoreStatistics {
        // Counting frees what has expired, which is to be seen among the expirations.
        let entries = await count()
        var statistics = counters()
        statistics.entries = entries
        return statistics
    }

    public nonisolated func performStatistics() async -> StoreStatistics {
        await statistics()
    }

    private nonisolated func counters() -> StoreStatistics {
        withTable { $0.statistics }
    }
}
