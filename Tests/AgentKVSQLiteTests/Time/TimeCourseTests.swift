import Testing

@testable import AgentKV
@testable import AgentKVSQLite

@Suite struct TimeCourseTests {
    private let even = TimeCourse(time: 1_000, wall: 1_000, steady: 50)
    private let ahead = TimeCourse(time: 1_000, wall: 900, steady: 50)

    @Test func `the time of day goes on by the monotonic clock`() {
        #expect(even.time(at: 50) == 1_000)
        #expect(even.time(at: 57) == 1_007)
        #expect(even.wall(at: 57) == 1_007)
        #expect(even.time(at: 20) == 1_000, "before the moment it is that of the moment")
    }

    @Test func `a time that is ahead goes on slower until the time of day has caught up`() {
        #expect(ahead.time(at: 50 + 1_000) == 1_950)
        #expect(ahead.wall(at: 50 + 1_000) == 1_900)
        #expect(ahead.time(at: 50 + 2_000) == 2_900)
        #expect(ahead.wall(at: 50 + 2_000) == 2_900)
        #expect(ahead.time(at: 50 + 3_000) == 3_900)
    }

    @Test(arguments: [0, 1, 18, 19, 20, 1_899, 1_900, 1_901, 5_000] as [Int64])
    func `the wait for a time ends when it has come, and not before`(end: Int64) {
        for course in [even, ahead] {
            for steady in [50, 60, 1_234] as [Int64] {
                let wait = course.wait(until: 1_000 + end, at: steady)
                let reached = steady + (wait.wholeNanoseconds ?? 0)
                #expect(course.time(at: reached) >= 1_000 + end)
                if wait > .nanoseconds(2) {
                    #expect(course.time(at: reached - 2) < 1_000 + end)
                }
            }
        }
    }

    @Test func `times too great to represent are the greatest`() {
        let last = TimeCourse(time: .max, wall: .max - 1, steady: 0)
        #expect(last.time(at: .max) == .max)
        let first = TimeCourse(time: .min, wall: .min, steady: .min)
        #expect(first.time(at: .max) == -1)
        #expect(first.wait(until: .max, at: .min) > .zero)
    }
}
