internal import AgentKV

/// The coordinators of a database's stores: one for each place, however many stores are made of it.
final class Coordinators: Sendable {
    private struct Entry {
        weak var coordinator: StoreCoordinator?
    }

    private struct State {
        var entries: [PlaceBytes: Entry] = [:]
        var isClosed = false
    }

    private let state = Lock(State())

    /// The coordinator of a place, which is let go when no store holds it any more.
    func coordinator(of place: Place) -> StoreCoordinator {
        let (coordinator, isClosed) = state.withLock { state in
            let key = PlaceBytes(place)
            if let coordinator = state.entries[key]?.coordinator { return (coordinator, false) }
            state.entries = state.entries.filter { $0.value.coordinator != nil }
            let coordinator = StoreCoordinator()
            state.entries[key] = Entry(coordinator: coordinator)
            return (coordinator, state.isClosed)
        }
        if isClosed { coordinator.close() }
        return coordinator
    }

    /// Ends all who wait, now and later.
    func close() {
        let coordinators = state.withLock { state in
            state.isClosed = true
            return state.entries.values.compactMap(\.coordinator)
        }
        for coordinator in coordinators { coordinator.close() }
    }
}

/// A place as a key of a dictionary, told apart by its UTF-8 bytes.
private struct PlaceBytes: Hashable {
    let instanceID: ByteText
    let namespace: ByteText

    init(_ place: Place) {
        instanceID = ByteText(place.instanceID)
        namespace = ByteText(place.namespace)
    }
}
