import Synchronization

/// The longest that a call takes, in nanoseconds, in a task that makes one after the other while
/// `work` runs beside it.
func longestWait(
    of call: @escaping @Sendable (Int) async throws -> Void,
    by gauge: WaitGauge = .elapsed,
    during work: () async throws -> Void
) async throws -> Double {
    let caller = Caller()
    async let longest = caller.callUntilStopped(call, gauge)
    while !caller.hasStarted.load(ordering: .acquiring) {
        await Task.yield()
    }
    try await work()
    caller.isStopped.store(true, ordering: .releasing)
    return try await longest.nanoseconds
}

/// A task that calls until it is told to stop.
private final class Caller: Sendable {
    let hasStarted = Atomic(false)
    let isStopped = Atomic(false)

    func callUntilStopped(
        _ call: @Sendable (Int) async throws -> Void,
        _ gauge: WaitGauge
    ) async throws -> Duration {
        var longest = Duration.zero
        var step = 0
        var sleeps = gauge.sleeps(after: 0)
        while !isStopped.load(ordering: .acquiring) {
            let start = ContinuousClock.now
            try await call(step)
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
