import AgentKV
import AgentKVSQLite

/// A kind of store that a child writes to.
enum Place: String, CaseIterable, Sendable {
    /// `SQLiteStore`: a write that has returned is durable.
    case direct
    /// `TransientStore` on SQLite, written through: the same.
    case through
    /// `TransientStore` on SQLite, written behind: what was written before a `flush()` is durable
    /// when that has returned.
    case behind

    /// Opens the store of a child in a database.
    func open(
        in database: SQLiteDatabase,
        child: Int,
        wallClock: WallClock = .system
    ) async throws -> OpenPlace {
        let lasting = try await database.store(instance: "child-\(child)", namespace: rawValue)
        if self == .direct { return OpenPlace(place: self, store: lasting, transient: nil) }
        let transient = try await TransientStore(
            persistence: lasting,
            mode: self == .through ? .writeThrough : .writeBehind,
            wallClock: wallClock
        )
        return OpenPlace(place: self, store: transient, transient: transient)
    }
}

/// A store that is open.
struct OpenPlace: Sendable {
    let place: Place
    let store: any KeyValueStore
    fileprivate let transient: TransientStore?

    fileprivate init(place: Place, store: any KeyValueStore, transient: TransientStore?) {
        (self.place, self.store, self.transient) = (place, store, transient)
    }

    /// How many writes go before one is acknowledged, at most.
    var writesPerAcknowledgement: Int { place == .behind ? 5 : 1 }

    /// Returns when all that was written is durable, as this store promises it.
    func settle() async throws {
        if place == .behind { try await transient?.flush() }
    }

    func close() async throws { try await transient?.close() }
}
