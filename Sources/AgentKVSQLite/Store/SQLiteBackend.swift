internal import AgentKV

/// What a ``SQLiteStore`` does: a namespace of a database, and who waits for its changes.
///
/// It leaves lists to the transaction, which sets them as a whole.
final class SQLiteBackend: StoreBackend {
    let database: SQLiteDatabase
    let place: Place
    let coordinator: StoreCoordinator
    let counters: StoreCounters

    init(
        _ database: SQLiteDatabase,
        _ place: Place,
        _ coordinator: StoreCoordinator,
        _ counters: StoreCounters
    ) {
        self.database = database
        self.place = place
        self.coordinator = coordinator
        self.counters = counters
    }

    var limits: StoreLimits { database.limits }

    /// The namespace is there as long as its database is, whoever holds this.
    func weakReference() -> StoreReference {
        StoreReference { [weak database, place, coordinator, counters] in
            database.map { SQLiteBackend($0, place, coordinator, counters) }
        }
    }
}
