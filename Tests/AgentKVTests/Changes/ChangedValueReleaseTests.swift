import Testing

@testable import AgentKV

/// A value that takes the locks of its store when it is released: under one of them it would wait for
/// ever.
private final class LockProbe: Codable, Sendable {
    private let store: @Sendable () -> TransientStore?

    init(_ store: TransientStore) {
        self.store = { [weak store] in store }
    }

    init(from decoder: any Decoder) throws {
        store = { nil }
    }

    func encode(to encoder: any Encoder) throws {}

    deinit {
        guard let store = store() else { return }
        store.withTable { _ in }
        store.coordinator.feed.state.withLock { _ in }
    }
}

@Suite("Values of old changes")
struct ChangedValueReleaseTests {
    @Test func `are released without a lock`() async throws {
        let store = TransientStore(limits: StoreLimits(historyChanges: 32))
        let slow = store.changes(buffer: 20)
        let dropped = store.changes(buffer: 1)
        for number in 0..<3_000 {
            try await store.set("k\(number % 10)", to: LockProbe(store))
            if number % 7 == 0 { try await store.delete("k\(number % 10)") }
        }
        var count = 0
        await #expect(throws: StoreError.self) { for try await _ in slow { count += 1 } }
        #expect(count >= 20)
        _ = consume dropped
        _ = store.changes(from: .presentState)
    }
}
