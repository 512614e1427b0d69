import AgentKV
import Synchronization

/// The time that the slowest `get` takes while `work` runs beside a task that does nothing but get.
func longestGet(
    from store: TransientStore,
    _ keys: Keys,
    during work: @escaping @Sendable () async throws -> Void
) async throws -> Double {
    let reader = Signals()
    async let longest = reader.readUntilStopped(store, keys)
    while !reader.hasStarted.load(ordering: .acquiring) {
        await Task.yield()
    }
    try await work()
    reader.isStopped.store(true, ordering: .releasing)
    return try await longest.nanoseconds
}

/// Tells a reader when to stop, and its partner that it has started.
private final class Signals: Sendable {
    let hasStarted = Atomic(false)
    let isStopped = Atomic(false)

    func readUntilStopped(_ store: TransientStore, _ keys: Keys) async throws -> Duration {
        var longest = Duration.zero
        var step = 0
        var last = ContinuousClock.now
        while !isStopped.load(ordering: .acquiring) {
            blackHole(try await store.get(keys[step], as: Int.self))
            let now = ContinuousClock.now
            longest = max(longest, now - last)
            last = now
            step += 1
            if step == 1000 { hasStarted.store(true, ordering: .releasing) }
        }
        return longest
    }
}
