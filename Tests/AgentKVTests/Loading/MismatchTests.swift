import Testing

@testable import AgentKV

@Suite("Loading what is of another type")
struct MismatchTests {
    private let options = LoadOptions(reloadsMismatches: true)

    /// Asks for a text, which is loaded once the test lets `load` end.
    private func text(by load: HeldLoad, in store: TransientStore) async throws -> [String] {
        try await store.value(for: "a", options: options) { ["\(try await load.run())"] }
    }

    @Test(arguments: [false, true])
    func `those who waited while another type was loaded share the next load`(
        _ isThere: Bool
    ) async throws {
        let store = TransientStore()
        if isThere { try await store.set("a", to: "of an earlier version") }
        let (first, second) = (HeldLoad(), HeldLoad())
        let one = Task { try await first.refreshedValue(of: "a", in: store, options) }
        await first.waitUntilBegun()
        let executor = HeldExecutor()
        let other = Task { try await text(by: second, in: store) }
        let another = Task(executorPreference: executor) {
            try await text(by: second, in: store)
        }
        await waitForCallers(3, of: "a", in: store)
        executor.hold()
        first.finish(.success(7))
        #expect(try await one.value == 7)
        // One of them loads by now; the other one has not looked yet.
        await second.waitUntilBegun()
        executor.release()
        await waitForCallers(2, of: "a", in: store)
        second.finish(.success(8))
        #expect(try await other.value == ["8"])
        #expect(try await another.value == ["8"])
        #expect(second.runs == 1)
    }
}
