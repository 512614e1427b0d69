/// The right of a store in memory to be the only one of its process that writes to a place.
///
/// It lasts until the task that writes the store down has ended. A store that is let go without having
/// been closed makes a last attempt: who opens the place meanwhile waits for that, so as to find what
/// it has written.
final class PlaceClaim: Sendable {
    private enum Holding {
        case held
        case ending(waiters: [CheckedContinuation<Void, Never>])
    }

    private static let all = Lock<[PersistencePlace: Holding]>([:])

    private let place: PersistencePlace
    private let isReleased = Lock(false)

    private init(_ place: PersistencePlace) {
        self.place = place
    }

    deinit { release() }

    /// Takes the place for a store; nil where the place is not known.
    ///
    /// - Throws: ``StoreError/storage(_:reason:)`` with ``StorageProblem/locked`` while another store
    ///   has it.
    static func take(_ place: PersistencePlace?) async throws -> PlaceClaim? {
        guard let place else { return nil }
        while true {
            let former = all.withLock { all in
                let former = all[place]
                if former == nil { all[place] = .held }
                return former
            }
            switch former {
            case nil: return PlaceClaim(place)
            case .ending: await end(of: place)
            case .held:
                throw StoreError.storage(
                    .locked,
                    reason: "another store of this process writes to \(place); close it first"
                )
            }
        }
    }

    private static func end(of place: PersistencePlace) async {
        await withCheckedContinuation { waiter in
            let isEnding = all.withLock { all in
                guard case .ending(let waiters) = all[place] else { return false }
                all[place] = .ending(waiters: waiters + [waiter])
                return true
            }
            if !isEnding { waiter.resume() }
        }
    }

    /// Lets others wait for the end, which is going to come by itself.
    func beginEnding() {
        isReleased.withLock { isReleased in
            if !isReleased { Self.all.withLock { $0[place] = .ending(waiters: []) } }
        }
    }

    /// Gives the place back.
    func release() {
        let waiters = isReleased.withLock { isReleased -> [CheckedContinuation<Void, Never>] in
            if isReleased { return [] }
            isReleased = true
            guard case .ending(let waiters) = Self.all.withLock({ $0.removeValue(forKey: place) })
            else { return [] }
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
