import Testing

@testable import AgentKVSQLite

@Suite struct SweepScheduleTests {
    private var schedule = SweepSchedule()

    @Test mutating func `it sleeps until the earliest end of a lifetime`() {
        let first = sleep(noting: 500)
        #expect(first?.end == 500)
        #expect(sleep(noting: 600) == nil)
        #expect(sleep(noting: 500) == nil)
        let second = sleep(noting: 400)
        #expect(second?.end == 400)
        #expect(schedule.wake == 400)
        #expect(!begins(after: first), "another has taken its place")
        #expect(begins(after: second))
        #expect(schedule.wake == nil)
        #expect(!begins(after: second))
    }

    @Test mutating func `with nothing left to expire nobody sleeps`() {
        #expect(begins(after: sleep(noting: 500)))
        #expect(sleep(finishingWith: nil, pauseEnd: 600) == nil)
        #expect(schedule.wake == nil)
    }

    @Test mutating func `after a sweep it waits a while`() {
        #expect(begins(after: sleep(noting: 500)))
        let next = sleep(finishingWith: 550, pauseEnd: 600)
        #expect(next?.end == 600)
        #expect(sleep(noting: 520) == nil)
        #expect(begins(after: next))
        #expect(sleep(finishingWith: 900, pauseEnd: 700)?.end == 900)
    }

    @Test mutating func `a lifetime that is given during a sweep is not missed`() {
        #expect(begins(after: sleep(noting: 500)))
        #expect(sleep(noting: 800) == nil)
        #expect(sleep(noting: 700) == nil)
        #expect(sleep(finishingWith: nil, pauseEnd: 600)?.end == 700)
    }

    @Test mutating func `once it has stopped nothing begins`() {
        let first = sleep(noting: 500)
        schedule.stop()
        #expect(schedule.wake == nil)
        #expect(!begins(after: first))
        #expect(sleep(noting: 100) == nil)
        #expect(sleep(finishingWith: 100, pauseEnd: 0) == nil)
    }

    private mutating func sleep(noting deadline: Int64) -> SweepSchedule.Sleep? {
        schedule.note(deadline)
    }

    private mutating func begins(after sleep: SweepSchedule.Sleep?) -> Bool {
        sleep.map { schedule.begin(after: $0) } ?? false
    }

    private mutating func sleep(
        finishingWith next: Int64?,
        pauseEnd: Int64
    ) -> SweepSchedule.Sleep? {
        schedule.finish(next: next, pauseEnd: pauseEnd)
    }
}
