import Testing

@testable import AgentKV

/// A table whose time is moved by hand.
final class TableUnderTest {
    var table = ExpiringTable(seed: 42, limits: StoreLimits())
    var now = Moment.start

    func set(_ key: String, to value: Int = 0, lifetime: Duration? = nil) throws {
        var value = StoreValue(value)
        let deadline = lifetime.flatMap(Lifetime.init).map { Deadline($0, after: now) } ?? .none
        try table.set(key, to: &value, deadline: deadline, now: { now })
    }

    func isLive(_ key: String) -> Bool {
        table.find(key) { now } != .none
    }

    func delete(_ key: String) -> Bool {
        table.delete(key) { now } != nil
    }

    func advance(by nanoseconds: Int64) {
        now = Moment(nanoseconds: now.nanoseconds + nanoseconds)
    }

    /// Frees what is due, and returns the keys in the order in which they went.
    func sweep(limit: Int = .max, work: Int = .max) -> (keys: [String], isDone: Bool) {
        var remains: [Remains] = []
        let isDone = table.sweep(now: { now }, limit: limit, work: work, remains: &remains)
        return (remains.map(\.key), isDone)
    }
}

@Suite struct ExpiringTableTests {
    @Test func `an entry is live before its deadline and not at it`() throws {
        let test = TableUnderTest()
        try test.set("a", lifetime: .nanoseconds(10))
        test.advance(by: 9)
        #expect(test.isLive("a"))
        test.advance(by: 1)
        #expect(!test.isLive("a"))
    }

    @Test func `time that goes back revives nothing`() throws {
        let test = TableUnderTest()
        try test.set("a", lifetime: .seconds(1))
        test.advance(by: 1_000_000_000)
        #expect(!test.isLive("a"))
        test.advance(by: -1)
        #expect(!test.isLive("a"))
    }

    @Test func `setting a lifetime again and again leaves one cell, filed once`() throws {
        let test = TableUnderTest()
        for round in 0..<10_000 {
            try test.set("a", lifetime: .milliseconds(1 + round * 7919 % 100_000))
            test.advance(by: Int64(round % 3) * 100)
        }
        #expect(test.table.cells.used == 1)
        #expect(test.table.brokenInvariants() == [])
    }

    @Test func `cells of removed entries are used again`() throws {
        let test = TableUnderTest()
        for round in 0..<1_000 {
            try test.set("key \(round)", lifetime: .seconds(1))
            #expect(test.delete("key \(round)"))
        }
        #expect(test.table.cells.used == 1)
        #expect(test.table.brokenInvariants() == [])
    }

    @Test func `a hundred thousand keys are found, and gone when removed`() throws {
        let test = TableUnderTest()
        let keys = (0..<100_000).map { "run:\($0):step" }
        for (number, key) in keys.enumerated() { try test.set(key, to: number) }
        #expect(test.table.cells.count == keys.count)
        for key in keys where !test.isLive(key) { Issue.record("\(key) is not found") }
        for key in keys.enumerated() where key.offset % 3 != 0 { _ = test.delete(key.element) }
        for (number, key) in keys.enumerated() where test.isLive(key) != (number % 3 == 0) {
            Issue.record("\(key) is wrong")
        }
        #expect(test.table.brokenInvariants() == [])
    }

    @Test func `a failed transaction leaves every key as it was`() throws {
        let test = TableUnderTest()
        try test.set("kept", to: 1, lifetime: .seconds(9))
        try test.set("changed", to: 2, lifetime: .seconds(5))
        try test.set("deleted", to: 3)
        let before = ["kept", "changed", "deleted"].map { test.table.entry($0) { .start } }
        test.table.begin()
        try test.set("changed", to: 20)
        _ = test.delete("deleted")
        try test.set("deleted", to: 30, lifetime: .seconds(1))
        _ = test.delete("changed")
        try test.set("new", to: 4, lifetime: .seconds(1))
        _ = test.table.rollBack()
        let after = ["kept", "changed", "deleted"].map { test.table.entry($0) { .start } }
        for (before, after) in zip(before, after) {
            #expect(before?.revision == after?.revision)
            #expect(before?.remainingLifetime == after?.remainingLifetime)
            #expect(before?.value.exactly(Int.self) == after?.value.exactly(Int.self))
        }
        #expect(!test.isLive("new"))
        #expect(test.table.brokenInvariants() == [])
    }
}
