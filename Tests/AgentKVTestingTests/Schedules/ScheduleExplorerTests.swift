import AgentKV
import AgentKVTesting
import Testing

/// What is wrong only in some orders of the tasks is found.
@Suite struct ScheduleExplorerTests {
    let explorer = ScheduleExplorer(seeds: 1...500)

    @Test func `finds an update that is lost, and its seed loses it again`() async throws {
        let failure = try #require(await failure { try await self.loseAnUpdate($0) })
        #expect(failure.reason == "Lost()")
        #expect("\(failure)".contains("AGENTKV_SEED=\(failure.seed)"))
        let replayed = ScheduleExplorer(seeds: failure.seed...failure.seed)
        let again = await #expect(throws: ScheduleFailure.self) {
            try await replayed.run { try await self.loseAnUpdate($0) }
        }
        #expect(again?.reason == failure.reason)
        #expect(again?.order == failure.order)
    }

    @Test func `finds a wake-up that is lost`() async throws {
        let failure = try #require(
            await failure { schedule in
                let flag = Flag()
                let waiter = schedule.task {
                    if flag.isUp { return }
                    await Task.yield()
                    await flag.waitForRaising()
                }
                await Task.yield()
                flag.raise()
                try await waiter.value
            }
        )
        #expect(failure.reason.contains("deadlock"))
    }

    @Test func `finds a scenario that does not end`() async throws {
        let explorer = ScheduleExplorer(seeds: 1...1, maximumSteps: 1_000)
        let failure = await #expect(throws: ScheduleFailure.self) {
            try await explorer.run { _ in while !Task.isCancelled { await Task.yield() } }
        }
        #expect(failure?.reason.contains("no end") == true)
    }

    @Test func `lets time pass only where it is told to`() async throws {
        let scenario: @Sendable (Schedule) async throws -> Void = { schedule in
            try await schedule.clock.sleep(for: .seconds(10))
            try await schedule.clock.sleep(for: .seconds(10))
        }
        try await ScheduleExplorer(seeds: 1...10, passesTime: true).run(scenario)
        await #expect(throws: ScheduleFailure.self) {
            try await ScheduleExplorer(seeds: 1...10).run(scenario)
        }
    }

    @Test func `goes through different orders`() async throws {
        let orders = try await explorer.run { _ in
            await withTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask { for _ in 0..<4 { await Task.yield() } }
                }
            }
        }
        #expect(orders.count == 500)
        #expect(Set(orders).count > 400)
        #expect(try await explorer.run { _ in } == Array(repeating: [0], count: 500))
    }

    private func failure(
        _ scenario: @escaping @Sendable (Schedule) async throws -> Void
    ) async -> ScheduleFailure? {
        await #expect(throws: ScheduleFailure.self) { try await explorer.run(scenario) }
    }

    /// A counter that reads, and writes later: two that read the same lose an update.
    private func loseAnUpdate(_ schedule: Schedule) async throws {
        let store = TransientStore(clock: schedule.clock)
        try await withThrowingTaskGroup { group in
            for _ in 0..<2 {
                group.addTask {
                    let count = try await store.get("count", default: 0)
                    await Task.yield()
                    try await store.set("count", to: count + 1)
                }
            }
            try await group.waitForAll()
        }
        if try await store.get("count") != 2 { throw Lost() }
    }
}

private struct Lost: Error {}

/// A flag that wakes only who waits already.
private final class Flag: Sendable {
    private let state = Lock((isUp: false, waiter: CheckedContinuation<Void, Never>?.none))

    var isUp: Bool { state.withLock { $0.isUp } }

    func raise() {
        let waiter = state.withLock { state in
            state.isUp = true
            return state.waiter.take()
        }
        waiter?.resume()
    }

    func waitForRaising() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in state.withLock { $0.waiter = waiter } }
        } onCancel: {
            raise()
        }
    }
}
