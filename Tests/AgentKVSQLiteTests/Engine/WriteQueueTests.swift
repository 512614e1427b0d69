import Testing

@testable import AgentKVSQLite

@Suite struct WriteQueueTests {
    private let slow = WriteQueue.slowCommit * 8
    private let fast = WriteQueue.slowCommit

    @Test func `the first begins a transaction, and those that come meanwhile share the next`() {
        var queue = WriteQueue()
        #expect(queue.add(Waiting()) == .run)
        #expect(queue.takeNext().count == 1)
        #expect(queue.add(Waiting()) == .wait)
        #expect(queue.add(Waiting()) == .wait)
        #expect(queue.finish(sharedBy: 1, after: slow) == .run)
        #expect(queue.takeNext().count == 2)
        #expect(queue.finish(sharedBy: 2, after: fast) == .rest)
        #expect(queue.add(Waiting()) == .run)
    }

    @Test func `after a slow commit that several shared it waits until as many have come again`() {
        var queue = WriteQueue()
        _ = queue.add(Waiting())
        _ = queue.takeNext()
        #expect(queue.finish(sharedBy: 3, after: slow) == .gather(1, for: slow / 8))
        #expect(queue.add(Waiting()) == .wait)
        #expect(queue.add(Waiting()) == .wait)
        #expect(queue.add(Waiting()) == .run)
        #expect(queue.takeNext().count == 3)
        #expect(queue.endGathering(1) == .wait)
    }

    @Test func `when the time to wait is over, those that are there begin`() {
        var queue = WriteQueue()
        _ = queue.add(Waiting())
        _ = queue.takeNext()
        _ = queue.finish(sharedBy: 3, after: slow)
        #expect(queue.add(Waiting()) == .wait)
        #expect(queue.endGathering(1) == .run)
        #expect(queue.takeNext().count == 1)
        _ = queue.finish(sharedBy: 3, after: slow)
        #expect(queue.endGathering(1) == .wait)
        #expect(queue.endGathering(2) == .rest)
    }

    @Test func `no more than the most share a transaction`() {
        var queue = WriteQueue()
        for _ in 0...WriteQueue.sharing { _ = queue.add(Waiting()) }
        #expect(queue.takeNext().count == WriteQueue.sharing)
        #expect(queue.finish(sharedBy: 1, after: fast) == .run)
        #expect(queue.takeNext().count == 1)
    }

    @Test func `a closed queue refuses, and still hands out who was there before`() {
        var queue = WriteQueue()
        _ = queue.add(Waiting())
        queue.close()
        #expect(queue.add(Waiting()) == .refuse)
        #expect(queue.takeNext().count == 1)
    }
}

private final class Waiting: WriteJob {
    let hasFailed = false
    func run(in session: WriteSession) {}
    func finish(with error: (any Error)?) {}
}
