import AgentKVTesting
import Testing

@testable import AgentKV

@Suite("Those who sleep") struct SleepTableTests {
    private let start = ContinuousClock.now

    private func at(_ seconds: Int) -> ContinuousClock.Instant {
        start.advanced(by: .seconds(seconds))
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `wake up when they are due, unless they have been cancelled`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var table = SleepTable<Int>()
        var expected: [Int: Int] = [:]
        var timers: [ContinuousClock.Instant] = []
        var now = 0
        for id in 1...500 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let deadline = now + Int.random(in: 1...100, using: &random)
                expected[id] = deadline
                if let timer = table.add(id, id, until: at(deadline)) { timers.append(timer) }
            case 2:
                guard let cancelled = expected.keys.randomElement(using: &random) else { continue }
                expected[cancelled] = nil
                #expect(table.remove(cancelled) == cancelled)
                #expect(table.remove(cancelled) == nil)
            default:
                now += Int.random(in: 0...20, using: &random)
                var woken: Set<Int> = []
                while let timer = timers.min(), timer <= at(now) {
                    timers.removeAll { $0 == timer }
                    let (due, next) = table.goOff(timer, now: at(now))
                    woken.formUnion(due)
                    if let next { timers.append(next) }
                }
                #expect(woken == Set(expected.filter { $0.value <= now }.keys))
                for id in woken { expected[id] = nil }
            }
            #expect(table.count == expected.count)
            #expect(table.timers == timers.sorted(by: >))
        }
    }

    @Test func `leave nothing behind when they are cancelled, and one timer is set`() {
        var table = SleepTable<Int>()
        var timers = 0
        for id in 1...10_000 {
            if table.add(id, id, until: at(3_600 + id)) != nil { timers += 1 }
            if id > 10 { _ = table.remove(id - 10) }
        }
        #expect(timers == 1)
        #expect(table.count == 10)
        #expect(table.placeCount <= 33)
    }

    @Test func `need no new timer for a late one that waits beside short ones`() {
        var table = SleepTable<Int>()
        #expect(table.add(0, 0, until: at(1_000_000)) != nil)
        for id in 1...1_000 {
            #expect(table.add(id, id, until: at(id)) == at(id))
            // As a sweeper does, the one sleep is ended for the other and then begun anew.
            _ = table.remove(0)
            let (due, next) = table.goOff(at(id), now: at(id))
            #expect(due == [id] && next == nil)
            #expect(table.add(0, 0, until: at(1_000_000)) == nil)
        }
        #expect(table.timers == [at(1_000_000)])
    }

    @Test(arguments: [3, 1, 2])
    func `on the clock of the system wake up late rather than early`(
        _ milliseconds: Int
    ) async throws {
        let end = ContinuousClock.now.advanced(by: .milliseconds(milliseconds))
        try await Sleepers.shared.sleep(until: end)
        #expect(ContinuousClock.now >= end)
    }

    @Test func `who is cancelled wakes up at once`() async {
        let tasks = (0..<50).map { _ in
            Task { try await Sleepers.shared.sleep(until: .now.advanced(by: .seconds(86_400))) }
        }
        for (number, task) in tasks.enumerated() {
            if number % 3 == 0 { await Task.yield() }
            task.cancel()
        }
        for task in tasks {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }
}
