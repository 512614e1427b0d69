import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Testing

@testable import AgentKVServer

@Suite struct ConnectionActivityTests {
    private static let head = HTTPRequestPart.head(
        HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
    )
    private static let nothing = SentBytes.Progress(taken: 0, waiting: 0)

    /// How many of so many looks find the connection idle.
    private static func idleLooks(
        _ count: Int,
        _ activity: inout ConnectionActivity,
        _ sent: (Int) -> SentBytes.Progress = { _ in nothing }
    ) -> Int {
        var idle = 0
        for look in 1...count where activity.isIdle(sent(look)) { idle += 1 }
        return idle
    }

    @Test func `A connection is idle after four looks that see nothing move`() {
        var activity = ConnectionActivity()
        #expect(Self.idleLooks(4, &activity) == 0)
        #expect(Self.idleLooks(1, &activity) == 1)
        activity.read(Self.head)
        #expect(Self.idleLooks(4, &activity) == 0)
        activity.read(.body(ByteBuffer()))
        #expect(Self.idleLooks(4, &activity) == 0)
        #expect(Self.idleLooks(1, &activity) == 1)
    }

    @Test func `A request that is being done is waited for`() {
        var activity = ConnectionActivity()
        activity.read(Self.head)
        activity.read(.end(nil))
        #expect(Self.idleLooks(100, &activity) == 0)
        activity.write(.end(nil))
        #expect(Self.idleLooks(5, &activity) == 1)
    }

    @Test(arguments: [true, false])
    func `An answer may be taken slowly, but not left waiting`(isWritten: Bool) {
        var activity = ConnectionActivity()
        activity.read(Self.head)
        activity.read(.end(nil))
        if isWritten { activity.write(.end(nil)) }
        let slow = Self.idleLooks(100, &activity) { look in
            SentBytes.Progress(taken: look / 3, waiting: 1_000 - look / 3)
        }
        #expect(slow == 0)
        let stopped = Self.idleLooks(6, &activity) { _ in
            SentBytes.Progress(taken: 33, waiting: 967)
        }
        #expect(stopped > 0)
    }
}
