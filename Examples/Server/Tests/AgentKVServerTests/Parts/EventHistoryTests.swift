import AgentKV
import NIOCore
import Testing

@testable import AgentKVServer

@Suite struct EventHistoryTests {
    private static func history(count: Int = 3, bytes: Int = 10_000) -> EventHistory {
        EventHistory(after: Revision(rawValue: 10), maximumCount: count, maximumBytes: bytes)
    }

    private static func frame(_ revision: Int64) -> EventFrame {
        EventFrame("kvStore:record-set", [:], Revision(rawValue: revision))
    }

    private static func revisions(_ history: EventHistory, after: Int64) -> [Int64]? {
        history.frames(after: Revision(rawValue: after))?.map(\.revision.rawValue)
    }

    @Test func `It hands out what came after a revision`() {
        var history = Self.history()
        #expect(Self.revisions(history, after: 10) == [])
        for revision in [11, 14, 15] { history.append(Self.frame(Int64(revision))) }
        #expect(Self.revisions(history, after: 10) == [11, 14, 15])
        #expect(Self.revisions(history, after: 12) == [14, 15])
        #expect(Self.revisions(history, after: 15) == [])
    }

    @Test func `It says so of what it does not remember, and of what is to come`() {
        var history = Self.history()
        #expect(Self.revisions(history, after: 9) == nil)
        for revision in 11...20 { history.append(Self.frame(Int64(revision))) }
        #expect(Self.revisions(history, after: 16) == nil)
        #expect(Self.revisions(history, after: 17) == [18, 19, 20])
        #expect(Self.revisions(history, after: 21) == nil)
    }

    @Test func `It goes on behind its floor, and behind no revision that was left out after it`() {
        var history = Self.history()
        for revision in [1_000, 1_001] { history.append(Self.frame(Int64(revision))) }
        #expect(Self.revisions(history, after: 10) == [1_000, 1_001])
        for lost in [11, 500, 999] { #expect(Self.revisions(history, after: Int64(lost)) == nil) }
        #expect(Self.revisions(history, after: 1_000) == [1_001])
    }

    @Test func `It is bounded in number and in bytes, however much comes`() {
        var history = Self.history(count: 100, bytes: 500)
        for revision in 11...10_000 {
            history.append(Self.frame(Int64(revision)))
            #expect(history.count <= 100 && history.bytes <= 500)
        }
        #expect(history.count > 0)
        #expect(history.last.rawValue == 10_000)
    }

    @Test func `An event larger than all it may remember leaves nothing`() {
        var history = Self.history(bytes: 10)
        history.append(Self.frame(11))
        #expect(history.count == 0)
        #expect(Self.revisions(history, after: 10) == nil)
        #expect(Self.revisions(history, after: 11) == [])
    }

    @Test func `After a restart it begins anew`() {
        var history = Self.history()
        history.append(Self.frame(11))
        history.restart(after: Revision(rawValue: 20))
        #expect(Self.revisions(history, after: 11) == nil)
        #expect(Self.revisions(history, after: 20) == [])
    }
}
