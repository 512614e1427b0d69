import AgentKVTesting
import Testing

@testable import AgentKV

/// What waits and is cancelled is forgotten: by the feed, the lines, the loads and the clock.
@Suite("Waits that are cancelled", .timeLimit(.minutes(10)))
struct LiveCountTests {
    private static let tasks = 60

    @Test(arguments: 1...5)
    func `leave nothing behind`(yields: Int) async throws {
        let clock = ManualClock()
        let store = TransientStore(clock: clock, sweeps: false)
        let inbox = store.inbox("never", of: Int.self)
        let other = store.inbox("other", of: Int.self)
        let waits: [@Sendable (Int) async throws -> Void] = [
            { _ in _ = try await inbox.receive() },
            { _ in _ = try await inbox.receive(timeout: .seconds(50)) },
            { _ in _ = try await other.reserve(lease: .seconds(5), timeout: .seconds(50)) },
            { _ in for try await _ in store.changes(prefix: "never") {} },
            { number in for try await _ in store.observe("key \(number)", as: Int.self) {} },
            { number in
                _ = try await store.value(for: "load \(number % 7)") {
                    try await clock.sleep(for: .seconds(50))
                    return 0
                }
            },
        ]
        let tasks = (0..<Self.tasks).map { number in
            Task { try await waits[number % waits.count](number) }
        }
        // Cancelled at different stages: not begun, about to wait, waiting.
        for _ in 0..<yields * 10 { await Task.yield() }
        for task in tasks { task.cancel() }
        for task in tasks { _ = await task.result }
        #expect(inbox.waiterCount == 0 && other.waiterCount == 0)
        #expect(!inbox.core.line.isOccupied)
        store.coordinator.feed.state.withLock { state in
            #expect(state.watches.isEmpty)
            #expect(state.log?.subscribers.isEmpty ?? true)
            #expect(state.log?.audiences.allSatisfy(\.waiting.isEmpty) ?? true)
            #expect(state.alarm.isEmpty)
        }
        for number in 0..<7 {
            #expect(store.coordinator.loads.waiterCount(of: "load \(number)") == nil)
        }
        // A load that is cancelled ends when it notices.
        while clock.sleeperCount > 0 { await Task.yield() }
    }

    @Test func `and the store goes when nobody holds it`() async throws {
        weak var gone: TransientStore?
        do {
            let store = TransientStore()
            gone = store
            let inbox = store.inbox("never", of: Int.self)
            let waiting = Task { try await inbox.receive(timeout: .seconds(3_600)) }
            await inbox.waitForWaiters(1)
            waiting.cancel()
            _ = await waiting.result
            try await store.set("key", to: 1, ttl: .seconds(3_600))
        }
        #expect(gone == nil)
    }
}
