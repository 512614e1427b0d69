/// One observer of a key: it reads the key whenever its ``KeyWatch`` says that it may have changed.
final class KeyObservation: Sendable {
    private enum Told: Sendable, Equatable {
        case nothing
        case absence
        case value(Revision)
    }

    private struct State {
        var told = Told.nothing
        /// When the lifetime of the value that was found ends.
        var deadline: Moment?
        var isOver = false
    }

    private let coordinator: StoreCoordinator
    private let reference: StoreReference
    /// The key as the caller has it; the store that really holds it may have another one.
    private let key: String
    private let watch: KeyWatch
    private let limits: StoreLimits
    private let state = Lock(State())

    init(of key: String, in store: any StoreBackend) {
        coordinator = store.coordinator
        reference = store.weakReference()
        limits = store.limits
        self.key = key
        watch = coordinator.feed.watch(store.origin(of: key).key)
    }

    deinit { coordinator.feed.end(watch) }

    /// Returns the next value, nil inside for a key that is absent; nil at the end.
    func next<V: Codable & Sendable>(as type: V.Type) async throws -> V?? {
        while !Task.isCancelled {
            let (told, deadline, isOver) = state.withLock { ($0.told, $0.deadline, $0.isOver) }
            if isOver { return nil }
            if told != .nothing { await wait(until: deadline) }
            if Task.isCancelled { break }
            let entry: Entry<StoreValue>?
            do {
                entry = try await read()
            } catch is CancellationError where Task.isCancelled {
                break
            }
            let found = entry.map { Told.value($0.revision) } ?? .absence
            if found == told { continue }
            state.withLock { $0.told = found }
            guard let entry else { return .some(nil) }
            return try entry.value.value(as: type, for: key, limits: limits)
        }
        return nil
    }

    private func read() async throws -> Entry<StoreValue>? {
        guard !watch.isClosed, let store = reference.store else {
            state.withLock { $0.isOver = true }
            throw StoreError.closed
        }
        let now = coordinator.time.now()
        let entry = try await store.performReadEntry(key)
        let lifetime = entry?.remainingLifetime
        // Not less than a millisecond: what a store calls the end of a lifetime may be coarser.
        let deadline = lifetime.map { now.advanced(by: max($0, .milliseconds(1))) }
        state.withLock { $0.deadline = deadline }
        return entry
    }

    /// Returns once the key may have changed, its lifetime has ended or the task is cancelled.
    private func wait(until deadline: Moment?) async {
        guard let deadline else { return await watch.wait() }
        let (watch, time) = (watch, coordinator.time)
        await withTaskGroup { group in
            group.addTask { await watch.wait() }
            group.addTask { try? await time.sleep(until: deadline) }
            await group.next()
            group.cancelAll()
        }
    }
}
