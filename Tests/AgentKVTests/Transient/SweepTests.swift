import AgentKVTesting
import Testing

@testable import AgentKV

@Suite struct SweepTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `entries go in the order of their deadlines, to a millisecond`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let test = TableUnderTest()
        var deadlines: [String: Int64] = [:]
        for number in 0..<300 {
            // From nanoseconds to years, so that every level of the wheel takes part.
            let span = Int64.random(in: 1...58, using: &random)
            let lifetime = Int64.random(in: 1...(1 << span), using: &random)
            test.advance(by: .random(in: 0...1_000_000, using: &random))
            let key = "\(number % 200)"
            try test.set(key, lifetime: .nanoseconds(lifetime))
            deadlines[key] = test.now.nanoseconds + lifetime
        }
        while !deadlines.isEmpty {
            test.advance(by: 1 << Int64.random(in: 1...60, using: &random))
            if test.now.nanoseconds > 1 << 61 { test.now = .end }
            var last: Int64 = 0
            while true {
                let (keys, isDone) = test.sweep(
                    limit: .random(in: 1...5, using: &random),
                    work: .random(in: 1...20, using: &random)
                )
                for key in keys {
                    let removed = deadlines.removeValue(forKey: key)
                    let deadline = try #require(removed)
                    #expect(deadline <= test.now.nanoseconds)
                    #expect(deadline > last - 1_000_000)
                    last = max(last, deadline)
                }
                if isDone { break }
            }
            #expect(!deadlines.values.contains { $0 <= test.now.nanoseconds })
            #expect(test.table.brokenInvariants() == [])
        }
    }

    @Test func `a sweep ends though many entries are not due within its tick`() throws {
        let test = TableUnderTest()
        for number in 0..<5_000 { try test.set("\(number)", lifetime: .seconds(1)) }
        test.advance(by: 999_999_999)
        #expect(test.sweep(limit: 1_000, work: 1_000).keys.isEmpty)
        test.advance(by: 1)
        var freed = 0
        while true {
            let (keys, isDone) = test.sweep(limit: 1_000, work: 1_000)
            freed += keys.count
            if isDone { break }
        }
        #expect(freed == 5_000)
    }

    @Test func `a step of a sweep passes no more entries than it may, and the next goes on`() throws
    {
        let test = TableUnderTest()
        for number in 0..<1_000 {
            try test.set("\(number)", lifetime: .nanoseconds(1_000_000_000 + number % 10))
        }
        // Within the tick of their deadlines, and before all of them.
        test.advance(by: 999_999_999)
        var rounds = 1
        while !test.sweep(limit: .max, work: 100).isDone { rounds += 1 }
        #expect((10...80).contains(rounds))
        // They rest, also next to one that comes now, and are not looked at again.
        try test.set("new", lifetime: .nanoseconds(50))
        #expect(test.sweep(limit: .max, work: 0).isDone)
        #expect(test.table.brokenInvariants() == [])
        // All are looked at, for the hundred that are due.
        test.advance(by: 1)
        var freed = 0
        rounds = 0
        while true {
            rounds += 1
            let (keys, isDone) = test.sweep(limit: .max, work: 100)
            freed += keys.count
            if isDone { break }
        }
        #expect(freed == 100 && rounds == 11)
        #expect(test.table.wheel.nextDue == Moment(nanoseconds: 1_000_000_001))
        test.advance(by: 100)
        #expect(test.sweep().keys.count == 901)
        #expect(test.table.wheel.isEmpty && test.table.wheel.nextDue == nil)
        #expect(test.table.brokenInvariants() == [])
    }

    @Test func `a sweep does no more work than it is allowed`() throws {
        let test = TableUnderTest()
        for number in 0..<1_000 { try test.set("\(number)", lifetime: .seconds(3_600)) }
        test.advance(by: 7_200_000_000_000)
        var rounds = 0
        while !test.sweep(limit: .max, work: 100).isDone { rounds += 1 }
        // Each entry is freed once, and filed again at most once for each level of the wheel.
        #expect((10...80).contains(rounds))
        #expect(test.table.cells.count == 0)
    }

    @Test func `a deadline that moves later or goes away is kept`() throws {
        let test = TableUnderTest()
        try test.set("later", lifetime: .seconds(1))
        try test.set("never", lifetime: .seconds(1))
        try test.set("later", lifetime: .seconds(10))
        try test.set("never")
        test.advance(by: 5_000_000_000)
        #expect(test.sweep().keys == [])
        #expect(test.isLive("later") && test.isLive("never"))
        test.advance(by: 5_000_000_000)
        #expect(test.sweep().keys == ["later"])
        #expect(test.table.brokenInvariants() == [])
    }

    @Test func `a deadline that moves sooner is met`() throws {
        let test = TableUnderTest()
        try test.set("a", lifetime: .seconds(1_000))
        try test.set("a", lifetime: .seconds(1))
        test.advance(by: 1_000_000_000)
        #expect(test.sweep().keys == ["a"])
    }
}
