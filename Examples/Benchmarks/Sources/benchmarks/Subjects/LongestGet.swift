import AgentKV
import Synchronization

/// The longest that a `get` waits while `work` runs beside a task that does nothing but get.
func longestGet(
    from store: TransientStore,
    _ keys: Keys,
    by gauge: WaitGauge,
    during work: @escaping @Sendable () async throws -> Void
) async throws -> Double {
    let reader = Reader()
    async let longest = reader.readUntilStopped(store, keys, gauge)
    while !reader.hasStarted.load(ordering: .acquiring) {
        await Task.yield()
    }
    try await work()
    reader.isStopped.store(true, ordering: .releasing)
    return try await longest.nanoseconds
}

/// A task that gets until it is told to stop.
private final class Reader: Sendable {
    let hasStarted = Atomic(false)
    let isStopped = Atomic(false)

    func readUntilStopped(
        _ store: TransientStore,
        _ keys: Keys,
        _ gauge: WaitGauge
    ) async throws -> Duration {
        var longest = Duration.zero
        var step = 0
        var sleeps = gauge.sleeps(after: 0)
        while !isStopped.load(ordering: .acquiring) {
            let start = ContinuousClock.now
            blackHole(try await store.get(keys[step], as: Int.self))
            let elapsed = ContinuousClock.now - start
            let sleepsNow = gauge.sleeps(after: sleeps)
            if sleepsNow != sleeps { longest = max(longest, elapsed) }
            sleeps = sleepsNow
            step += 1
            if step == 1000 { hasStarted.store(true, ordering: .releasing) }
        }
        return longest
    }
}
