import Testing

@testable import AgentKV

@Suite("PresentState")
struct PresentStateTests {
    private func isNews(_ key: String, _ revision: Int64, to state: inout PresentState) -> Bool {
        state.isNews(StoreChange(key: key, revision: Revision(rawValue: revision), kind: .set))
    }

    @Test func `knows what a page shows, and leaves the rest to the pages to come`() {
        var state = PresentState()
        state.add(upTo: "f", revision: Revision(rawValue: 10))
        #expect(!isNews("a", 9, to: &state))
        #expect(!isNews("a", 10, to: &state))
        #expect(isNews("f", 11, to: &state))
        #expect(!isNews("g", 12, to: &state))
        state.add(upTo: "m", revision: Revision(rawValue: 14))
        #expect(isNews("b", 13, to: &state))
        #expect(!isNews("h", 14, to: &state))
        #expect(isNews("h", 15, to: &state))
        state.add(upTo: nil, revision: Revision(rawValue: 17))
        #expect(state.revision == Revision(rawValue: 17))
        #expect(!isNews("z", 16, to: &state))
        #expect(isNews("b", 17, to: &state))
        #expect(!state.isOver)
        #expect(isNews("z", 18, to: &state))
        #expect(state.isOver)
    }

    @Test func `holds one page where nothing is written`() {
        var state = PresentState()
        for upper in ["c", "f", "m"] { state.add(upTo: upper, revision: Revision(rawValue: 5)) }
        #expect(state.upper == "m")
        #expect(!isNews("a", 5, to: &state))
        #expect(isNews("a", 6, to: &state))
        #expect(!isNews("n", 7, to: &state))
    }
}
