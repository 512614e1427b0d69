import Testing

@testable import AgentKV
@testable import AgentKVSQLite

@Suite struct AnnouncementTests {
    private let place = Place(instanceID: "i", namespace: "n")

    private func change(_ number: Int64, in place: Place) -> RecordChange {
        RecordChange(
            key: "k",
            place: place,
            revision: Revision(rawValue: number),
            outcome: .set(1)
        )
    }

    @Test func `of what nobody waits for no more is noted than the bound`() {
        var announcements = Announcements(hasListeners: false)
        for number in 1...1_500 {
            announcements.append(change(Int64(number), in: place), isAwaited: false)
        }
        #expect(announcements.noted.count == Announcements.unobserved)
        #expect(announcements.unknown.map(\.area) == [.place(place)])
    }

    @Test func `what is waited for is noted beyond the bound, and other places are not`() {
        var announcements = Announcements(hasListeners: false)
        let other = Place(instanceID: "i", namespace: "m")
        for number in 1...1_500 {
            announcements.append(change(Int64(number), in: place), isAwaited: true)
            announcements.append(change(Int64(number), in: other), isAwaited: false)
        }
        let noted = announcements.noted.count { announcement in
            if case .record(let change) = announcement { change.place == place } else { false }
        }
        #expect(noted == 1_500)
        #expect(announcements.noted.count == 1_500 + Announcements.unobserved / 2)
        #expect(announcements.unknown.map(\.area) == [.place(other)])
    }

    @Test func `a lifetime is noted though nobody waits for its end yet`() {
        var announcements = Announcements(hasListeners: false)
        announcements.append(
            lifetimeOf: RecordChange(
                key: "k",
                place: place,
                revision: announcements.last,
                outcome: .kept,
                lifetime: .until(5)
            ),
            isAwaited: false
        )
        #expect(announcements.noted.count == 1)
        #expect(announcements.unknown == [])
    }

    @Test func `what is undone is forgotten, with all that was counted`() {
        var announcements = Announcements(hasListeners: false)
        for number in 1...10 {
            announcements.append(change(Int64(number), in: place), isAwaited: false)
        }
        let mark = announcements.mark
        for number in 11...2_000 {
            announcements.append(change(Int64(number), in: place), isAwaited: false)
        }
        announcements.noteClearing(of: .instance("i", besides: []))
        announcements.goBack(to: mark)
        #expect(announcements.noted.count == 10)
        #expect(announcements.unknown == [])
        #expect(announcements.tallies.all.map(\.sets) == [10])
        var missed = 0
        announcements.forEachEvent(limits: StoreLimits()) { event in
            if case .overflow(let count) = event.kind { missed = count }
        }
        #expect(missed == 0)
    }

    @Test func `places are told apart by their bytes`() {
        let composed = Place(instanceID: "i", namespace: "\u{E9}")
        let decomposed = Place(instanceID: "i", namespace: "e\u{301}")
        #expect(composed != decomposed)
        #expect(Announcements.Area.instance("i", besides: [composed]).contains(decomposed))
        #expect(!Announcements.Area.instance("i", besides: [composed]).contains(composed))
    }
}
