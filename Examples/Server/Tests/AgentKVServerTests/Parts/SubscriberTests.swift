import AgentKV
import Synchronization
import Testing

@testable import AgentKVServer

@Suite struct SubscriberTests {
    private static func frame(_ revision: Int64) -> EventFrame {
        EventFrame("kvStore:record-set", [:], Revision(rawValue: revision))
    }

    private static func frames(_ next: Subscriber.Next) -> [Int64] {
        if case .frames(let frames) = next { frames.map(\.revision.rawValue) } else { [] }
    }

    /// Runs `body` with a subscriber that begins with three frames, while two more may wait.
    private static func withSubscriber(
        _ body: (Subscriber) async throws -> Void
    ) async rethrows -> Int {
        let slow = Atomic(0)
        let subscriber = Subscriber(
            filter: EventFilter(),
            first: [1, 2, 3].map(frame),
            maximumCount: 2,
            maximumBytes: 10_000,
            onTooSlow: { slow.add(1, ordering: .relaxed) }
        )
        try await body(subscriber)
        return slow.load(ordering: .relaxed)
    }

    @Test func `What a client begins with does not count against it`() async {
        let slow = await Self.withSubscriber { subscriber in
            #expect(subscriber.offer(Self.frame(4)))
            #expect(subscriber.offer(Self.frame(5)))
            #expect(Self.frames(await subscriber.next()) == [1, 2, 3, 4, 5])
        }
        #expect(slow == 0)
    }

    @Test func `A client that takes nothing at first is too slow at the same bound`() async {
        let slow = await Self.withSubscriber { subscriber in
            for revision in 4...5 { #expect(subscriber.offer(Self.frame(Int64(revision)))) }
            #expect(!subscriber.offer(Self.frame(6)))
            #expect(Self.frames(await subscriber.next()).isEmpty)
        }
        #expect(slow == 1)
    }

    @Test func `Once a client has taken what it began with, no more may wait than for others`()
        async
    {
        let slow = await Self.withSubscriber { subscriber in
            #expect(Self.frames(await subscriber.next()) == [1, 2, 3])
            for revision in 4...5 { #expect(subscriber.offer(Self.frame(Int64(revision)))) }
            #expect(!subscriber.offer(Self.frame(6)))
        }
        #expect(slow == 1)
    }
}
