import Testing

@testable import AgentKV

@Suite("ChangeLog")
struct ChangeLogTests {
    /// A log whose subscribers wait with a name.
    private typealias Log = ChangeLog<String>

    private func change(_ number: Int, _ key: String = "a") -> StoreChange {
        StoreChange(
            key: key,
            revision: Revision(rawValue: Int64(number)),
            kind: .set,
            value: StoreValue(number)
        )
    }

    /// Appends changes and returns who is woken, in words.
    private func append(_ changes: [StoreChange], to log: inout Log) -> [String] {
        var wakes: [Log.Wake] = []
        for change in changes { log.append(change, wakes: &wakes) }
        return words(wakes)
    }

    private func words(_ wakes: [Log.Wake]) -> [String] {
        wakes.map { wake in
            switch wake {
            case .one(let name, let change): "\(name): \(change.key) \(change.revision)"
            case .several(let names, let place): "\(names.values.sorted()) from \(place)"
            }
        }
    }

    /// Reads all there is, as revisions, and how that ended.
    private func read(_ id: Int, of log: inout Log) -> (revisions: [Int64], end: String) {
        var revisions: [Int64] = []
        while true {
            switch log.read(id) {
            case .changes(let changes): revisions += changes.map(\.revision.rawValue)
            case .more: continue
            case .missed(let revision): return (revisions, "missed after \(revision)")
            case let finding: return (revisions, "\(finding)")
            }
        }
    }

    @Test func `wakes one that waits with its change, and nobody for another prefix`() {
        var log = Log(capacity: 100)
        let (first, second) = (
            log.subscribe(prefix: "a", buffer: 1), log.subscribe(prefix: "b", buffer: 1)
        )
        _ = log.wait(first, with: "first")
        _ = log.wait(second, with: "second")
        #expect(
            append([change(1, "c"), change(2, "a1"), change(3, "a2")], to: &log) == ["first: a1 2"]
        )
        #expect(read(first, of: &log) == ([3], "nothing"))
        #expect(append([change(4, "b")], to: &log) == ["second: b 4"])
        #expect(read(second, of: &log) == ([], "nothing"))
    }

    @Test func `wakes several at once, who find the change where they are told`() {
        var log = Log(capacity: 100)
        let ids = (0..<3).map { _ in log.subscribe(prefix: "a", buffer: 1) }
        for id in ids { _ = log.wait(id, with: "\(id)") }
        #expect(
            append([change(1, "b"), change(2), change(3)], to: &log) == [
                "[\"1\", \"2\", \"3\"] from 1"
            ]
        )
        for id in ids { #expect(read(id, of: &log) == ([2, 3], "nothing")) }
    }

    @Test func `lets nobody wait who has not read everything`() {
        var log = Log(capacity: 100)
        let id = log.subscribe(prefix: "a", buffer: 1)
        _ = append([change(1)], to: &log)
        guard case .needless = log.wait(id, with: "x") else { return #expect(Bool(false)) }
        #expect(read(id, of: &log) == ([1], "nothing"))
        guard case .begun(nil) = log.wait(id, with: "x") else { return #expect(Bool(false)) }
        guard case .begun("x") = log.wait(id, with: "y") else { return #expect(Bool(false)) }
        #expect(log.unsubscribe(id)?.1 == "y")
        guard case .needless = log.wait(id, with: "x") else { return #expect(Bool(false)) }
        #expect(read(id, of: &log) == ([], "over"))
        #expect(append([change(2)], to: &log) == [])
    }

    @Test func `keeps what leaves the history, up to the buffer, and says what is missed`() {
        var log = Log(capacity: 32)
        let slow = log.subscribe(prefix: "a", buffer: 5)
        let narrow = log.subscribe(prefix: "narrow", buffer: 5)
        _ = append([change(1), change(2, "narrow")], to: &log)
        _ = append((3...34).map { change($0, $0 == 6 ? "x" : "a") }, to: &log)
        // The history holds 3 to 34, and 1 is in the backlog.
        #expect(log.history.end - log.history.start == 32)
        _ = append((35...40).map { change($0) }, to: &log)
        #expect(log.subscribers[slow]?.backlog.count == 5)
        #expect(read(slow, of: &log) == ([1, 3, 4, 5, 7], "missed after 7"))
        #expect(read(narrow, of: &log) == ([2], "nothing"))
    }

    @Test func `keeps nothing for those that have read it, or wait`() {
        var log = Log(capacity: 16)
        let (reader, waiter) = (
            log.subscribe(prefix: "", buffer: 1), log.subscribe(prefix: "b", buffer: 1)
        )
        _ = log.wait(waiter, with: "waiter")
        for number in 1...100 {
            _ = append([change(number)], to: &log)
            #expect(read(reader, of: &log) == ([Int64(number)], "nothing"))
        }
        #expect(log.subscribers[reader]?.backlog.isEmpty == true)
        #expect(append([change(101, "b")], to: &log) == ["waiter: b 101"])
    }

    @Test func `resumes where the history reaches back`() {
        var log = Log(capacity: 16)
        let revision = { Revision(rawValue: $0) }
        let first = log.subscribe(prefix: "", buffer: 1)
        #expect(log.resume(first, after: revision(9)) == .completeIfLast)
        _ = append((10...29).map { change($0) }, to: &log)
        let id = log.subscribe(prefix: "", buffer: 1)
        #expect(log.resume(id, after: revision(12)) == .incomplete)
        #expect(log.resume(id, after: revision(13)) == .complete)
        #expect(read(id, of: &log) == (Array(14...29), "nothing"))
        #expect(log.resume(id, after: revision(29)) == .complete)
        #expect(log.resume(id, after: revision(30)) == .completeIfReached)
        var wakes: [Log.Wake] = []
        log.appendUnknown(wakes: &wakes)
        #expect(log.resume(id, after: revision(29)) == .incomplete)
        #expect(read(id, of: &log) == ([], "missed after 29"))
    }

    @Test func `does not resume before the end of what nobody knows`() {
        var log = Log(capacity: 16)
        _ = append([change(10)], to: &log)
        var wakes: [Log.Wake] = []
        log.appendUnknown(upTo: Revision(rawValue: 20), wakes: &wakes)
        _ = append([change(30)], to: &log)
        let id = log.subscribe(prefix: "", buffer: 1)
        for seen in [10, 15, 19] {
            #expect(log.resume(id, after: Revision(rawValue: Int64(seen))) == .incomplete)
        }
        #expect(log.resume(id, after: Revision(rawValue: 20)) == .complete)
        #expect(read(id, of: &log) == ([30], "nothing"))
    }

    @Test func `ends those that wait and those that read when it is closed`() {
        var log = Log(capacity: 16)
        let (reader, waiter) = (
            log.subscribe(prefix: "", buffer: 1), log.subscribe(prefix: "b", buffer: 1)
        )
        _ = log.wait(waiter, with: "waiter")
        _ = append([change(1)], to: &log)
        var wakes: [Log.Wake] = []
        log.close(wakes: &wakes)
        #expect(words(wakes) == ["[\"waiter\"] from 1"])
        #expect(read(waiter, of: &log) == ([], "closed"))
        #expect(read(reader, of: &log) == ([1], "closed"))
    }

    @Test func `hands out what left it, for somebody else to release`() {
        var log = Log(capacity: 16)
        _ = append((1...20).map { change($0) }, to: &log)
        #expect(log.retired.joined().map(\.revision.rawValue) == [1, 2, 3, 4])
    }
}
