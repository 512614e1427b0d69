import Testing

@testable import AgentKVServer

@Suite struct SocketActivityTests {
    private static func sent(_ taken: Int, waiting: Int = 0) -> SentBytes.Progress {
        SentBytes.Progress(taken: taken, waiting: waiting)
    }

    @Test func `A client that is not heard of after a ping is gone`() {
        let activity = SocketActivity()
        #expect(activity.isClientThere(Self.sent(0)))
        activity.noteHeard()
        #expect(activity.isClientThere(Self.sent(2)))
        #expect(!activity.isClientThere(Self.sent(4)))
    }

    @Test func `A client whose frame is being answered is waited for`() {
        let activity = SocketActivity()
        #expect(activity.isClientThere(Self.sent(0)))
        #expect(activity.beginAnswer())
        for ping in 1...3 { #expect(activity.isClientThere(Self.sent(ping))) }
        #expect(!activity.endAnswer())
        #expect(activity.isClientThere(Self.sent(4)))
        #expect(!activity.isClientThere(Self.sent(5)))
    }

    @Test func `A client that takes nothing of what waits is gone, whatever it says`() {
        let activity = SocketActivity()
        #expect(activity.beginAnswer())
        #expect(activity.isClientThere(Self.sent(1, waiting: 10)))
        #expect(activity.isClientThere(Self.sent(2, waiting: 9)))
        activity.noteHeard()
        #expect(!activity.isClientThere(Self.sent(2, waiting: 9)))
    }

    @Test func `The frame that is being answered is the last one when the session ends`() {
        let busy = SocketActivity()
        #expect(busy.beginAnswer())
        #expect(!busy.end())
        #expect(busy.endAnswer())
        #expect(!busy.beginAnswer())
        let idle = SocketActivity()
        #expect(idle.end())
        #expect(!idle.beginAnswer())
    }
}
