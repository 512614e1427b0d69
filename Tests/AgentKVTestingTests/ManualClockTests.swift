import AgentKVTesting
import Testing

@Suite("ManualClock")
struct ManualClockTests {
    let clock = ManualClock()

    @Test func `stands still until it is moved`() {
        #expect(clock.now == ManualClock.Instant())
        clock.advance(by: .seconds(2))
        clock.advance(by: Duration(attoseconds: 1))
        #expect(clock.now.offset == .seconds(2) + Duration(attoseconds: 1))
    }

    @Test func `never goes back`() {
        clock.advance(by: .seconds(2))
        clock.advance(by: .seconds(-1))
        #expect(clock.now.offset == .seconds(2))
    }

    @Test func `measures between instants`() {
        let start = clock.now
        clock.advance(by: .milliseconds(5))
        #expect(start.duration(to: clock.now) == .milliseconds(5))
        #expect(start < clock.now)
    }

    @Test func `resumes a sleeper when its deadline is reached, not before`() async throws {
        let sleeper = Task { try await clock.sleep(for: .seconds(5)) }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(5) - .nanoseconds(1))
        #expect(clock.sleeperCount == 1)
        clock.advance(by: .nanoseconds(1))
        #expect(clock.sleeperCount == 0)
        try await sleeper.value
    }

    @Test func `does not put to sleep until a time that has come`() async throws {
        clock.advance(by: .seconds(1))
        try await clock.sleep(until: ManualClock.Instant(offset: .seconds(1)))
        try await clock.sleep(until: ManualClock.Instant())
        #expect(clock.sleeperCount == 0)
    }

    @Test func `lets those sleep on whose deadline is later`() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for seconds in [3, 1, 2] {
                group.addTask {
                    try await clock.sleep(for: .seconds(seconds))
                    return seconds
                }
            }
            await clock.waitForSleepers(3)
            for expected in 1...3 {
                clock.advance(by: .seconds(1))
                #expect(clock.sleeperCount == 3 - expected)
                let awake = try await group.next()
                #expect(awake == expected)
            }
        }
    }

    @Test func `wakes a sleeper that is cancelled`() async {
        let sleeper = Task { try await clock.sleep(for: .seconds(5)) }
        await clock.waitForSleepers()
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        #expect(clock.sleeperCount == 0)
    }

    @Test func `does not put a cancelled task to sleep`() async {
        let sleeper = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await clock.sleep(for: .seconds(5))
        }
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        #expect(clock.sleeperCount == 0)
    }

    @Test func `resumes each sleeper once, however cancelling and advancing race`() async {
        for _ in 0..<200 {
            let sleeper = Task { try? await clock.sleep(for: .seconds(1)) }
            let canceller = Task { sleeper.cancel() }
            clock.advance(by: .seconds(1))
            await canceller.value
            await sleeper.value
        }
        #expect(clock.sleeperCount == 0)
    }

    @Test func `is not kept alive by those that slept on it`() async throws {
        var clock: ManualClock? = ManualClock()
        weak let leaked = clock
        let sleeper = Task { [clock] in try await clock?.sleep(for: .seconds(1)) }
        await clock?.waitForSleepers()
        clock?.advance(by: .seconds(1))
        try await sleeper.value
        clock = nil
        #expect(leaked == nil)
    }

    @Test func `waiting for sleepers ends when the waiting task is cancelled`() async {
        let waiting = Task { await clock.waitForSleepers(5) }
        waiting.cancel()
        await waiting.value
        #expect(clock.sleeperCount == 0)
    }
}
