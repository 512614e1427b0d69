import AgentKV
import AgentKVTesting
import Testing

/// The checker on histories that are right, and on those that are wrong.
@Suite struct LinearizabilityCheckerTests {
    static let right: [Sample] = [
        Sample("one call after the other") {
            (.set("a", 1), 1...2)
            (.get("a", 1), 3...4)
            (.init(.delete("a"), .flag(true)), 5...6)
            (.get("a", nil), 7...8)
        },
        Sample("a read at the same time as a write sees what was before, or after") {
            (.set("a", 1), 1...9)
            (.get("a", nil), 2...3)
            (.get("a", 1), 4...5)
        },
        Sample("increments at the same time, in some order") {
            (.init(.increment("a", by: 1), .number(2)), 1...5)
            (.init(.increment("a", by: 1), .number(3)), 2...6)
            (.init(.increment("a", by: 1), .number(1)), 3...7)
        },
        Sample("who pops at the same time gets all or nothing") {
            (.append("a", [1]), 1...2)
            (.append("a", [1, 2]), 3...8)
            (.pop("a", [1, 2]), 4...7)
            (.pop("a", []), 5...6)
        },
        Sample("a batch and a read of it at the same time") {
            (.init(.mset("a", "b", 1), .done), 1...5)
            (.init(.mget(["a", "b"]), .values([nil, nil])), 2...3)
            (.init(.mget(["a", "b"]), .values([1, 1])), 4...6)
        },
        Sample("of two who compare and set one is first") {
            (.init(.compareAndSet("a", 1, expecting: nil), .written(Revision(rawValue: 4))), 1...5)
            (.init(.compareAndSet("a", 2, expecting: nil), .written(nil)), 2...3)
            (.init(.entry("a"), .entry(1, Revision(rawValue: 4), lifetime: nil)), 6...7)
        },
        Sample("an increment of what is no number is refused") {
            (.append("a", [1]), 1...4)
            (.init(.increment("a", by: 1), .refused), 2...3)
        },
        Sample("what is loaded is there at the end of the load") {
            (.beginLoad("a", 1), 1...2)
            (.get("a", nil), 3...4)
            (.init(.load("a", 2), .values([1])), 3...9)
            (.endLoad("a", 1), 5...6)
            (.get("a", 1), 7...8)
        },
        Sample("who asks before a deletion gets what is not set because of it") {
            (.beginLoad("a", 1), 1...2)
            (.init(.load("a", 2), .values([1])), 3...9)
            (.init(.delete("a"), .flag(false)), 4...5)
            (.endLoad("a", 1), 6...7)
            (.get("a", nil), 8...9)
        },
    ]

    static let wrong: [Sample] = [
        Sample("what was loaded before a deletion is set behind it") {
            (.beginLoad("a", 1), 1...2)
            (.init(.delete("a"), .flag(false)), 3...4)
            (.endLoad("a", 1), 5...6)
            (.get("a", 1), 7...8)
        },
        Sample("who asks after a deletion gets what began to load before it") {
            (.beginLoad("a", 1), 1...2)
            (.init(.delete("a"), .flag(false)), 3...4)
            (.init(.load("a", 2), .values([1])), 5...8)
            (.endLoad("a", 1), 6...7)
        },
        Sample("a load that overwrites what was set") {
            (.beginLoad("a", 1), 1...2)
            (.set("a", 5), 3...4)
            (.endLoad("a", 1), 5...6)
            (.get("a", 1), 7...8)
        },
        Sample("an update that was lost") {
            (.init(.increment("a", by: 1), .number(1)), 1...5)
            (.init(.increment("a", by: 1), .number(1)), 2...6)
        },
        Sample("a read that is stale") {
            (.set("a", 1), 1...2)
            (.set("a", 2), 3...4)
            (.get("a", 1), 5...6)
        },
        Sample("a read that goes back behind another") {
            (.set("a", 1), 1...9)
            (.get("a", 1), 2...3)
            (.get("a", nil), 4...5)
        },
        Sample("a value that nobody wrote") {
            (.set("a", 1), 1...4)
            (.get("a", 2), 2...3)
        },
        Sample("an item that was popped twice") {
            (.append("a", [1]), 1...2)
            (.pop("a", [1]), 3...6)
            (.pop("a", [1]), 4...5)
        },
        Sample("an item that got lost") {
            (.append("a", [1]), 1...2)
            (.append("a", [2]), 3...4)
            (.pop("a", [2]), 5...6)
        },
        Sample("half of a batch") {
            (.init(.mset("a", "b", 1), .done), 1...5)
            (.init(.mget(["a", "b"]), .values([1, nil])), 2...3)
        },
        Sample("two who compare and set with the same revision, and both win") {
            (.init(.compareAndSet("a", 1, expecting: nil), .written(Revision(rawValue: 4))), 1...5)
            (.init(.compareAndSet("a", 2, expecting: nil), .written(Revision(rawValue: 5))), 2...3)
        },
        Sample("a revision that is less than one before") {
            (.init(.compareAndSet("a", 1, expecting: nil), .written(Revision(rawValue: 4))), 1...2)
            (.set("a", 2), 3...4)
            (.init(.entry("a"), .entry(2, Revision(rawValue: 3), lifetime: nil)), 5...6)
        },
        Sample("a lifetime that was forgotten") {
            (.set("a", 1), 1...2)
            (.init(.expire("a", ttl: .seconds(5)), .flag(true)), 3...4)
            (.init(.entry("a"), .entry(1, Revision(rawValue: 1), lifetime: nil)), 5...6)
        },
        Sample("two exchanges of which one saw half of the other") {
            (.set("a", 1), 1...2)
            (.init(.exchange("a", "b"), .values([1, nil])), 3...6)
            (.init(.exchange("a", "b"), .values([1, 1])), 4...5)
        },
        Sample("two keys, each right by itself") {
            (.init(.mget(["a", "b"]), .values([nil, 2])), 1...8)
            (.set("a", 1), 2...3)
            (.set("b", 2), 4...5)
        },
    ]

    @Test(arguments: right) func `takes what is right for right`(_ sample: Sample) {
        let verdict = LinearizabilityChecker().check(sample.calls)
        guard case .linearizable = verdict else {
            Issue.record("\(verdict)")
            return
        }
    }

    @Test(arguments: wrong) func `finds what is wrong`(_ sample: Sample) {
        let verdict = LinearizabilityChecker().check(sample.calls)
        guard case .wrong = verdict else {
            Issue.record("\(verdict)")
            return
        }
    }

    @Test func `says when it gives up`() {
        let calls = (0..<12).map { number in
            RecordedCall(
                client: number,
                .increment("a", by: 1),
                .number(number == 11 ? 100 : number + 1),
                invoked: number,
                returned: 100 - number
            )
        }
        guard case .undecided = LinearizabilityChecker(maximumTrials: 10).check(calls) else {
            Issue.record("it did not give up")
            return
        }
        guard case .wrong = LinearizabilityChecker().check(calls) else {
            Issue.record("it did not find what is wrong")
            return
        }
    }
}
