import Foundation
import Testing

@testable import AgentKV

@Suite("A history that is bounded in bytes")
struct HistoryBytesTests {
    private struct Page: Codable, Sendable {
        var title: String
        var body: [String]
    }

    private func store(bytes: Int, changes: Int = 4_096) -> TransientStore {
        TransientStore(limits: StoreLimits(historyChanges: changes, historyBytes: bytes))
    }

    private func bytes(of store: TransientStore) -> Int {
        store.coordinator.feed.state.withLock { $0.log?.history.bytes ?? 0 }
    }

    private static let values: [any Codable & Sendable] = [
        String(repeating: "x", count: 100_000),
        Data(repeating: 1, count: 100_000),
        Array(repeating: 7, count: 12_500),
        ["x": String(repeating: "x", count: 100_000)],
        Page(title: "t", body: Array(repeating: String(repeating: "x", count: 1_000), count: 100)),
        [Page(title: String(repeating: "x", count: 100_000), body: [])],
        JSONValue.array(Array(repeating: .string(.init(repeating: "x", count: 1_000)), count: 100)),
    ]

    @Test(arguments: values.indices)
    func `holds few large values, of whatever type`(_ number: Int) async throws {
        func set(_ value: some Codable & Sendable) async throws {
            let store = store(bytes: 1 << 20)
            _ = store.changes()
            for round in 0..<64 { try await store.set("k\(round % 4)", to: value) }
            let bytes = bytes(of: store)
            #expect(bytes > 500_000, "\(bytes)")
            #expect(bytes < 1_300_000, "\(bytes)")
        }
        try await set(Self.values[number])
    }

    @Test func `holds the last change however large it is, and then the next`() async throws {
        let store = store(bytes: 1_000)
        var changes = store.changes().makeAsyncIterator()
        for round in 0..<5 {
            try await store.set("k", to: Data(repeating: UInt8(round), count: 10_000))
            #expect(try await changes.next()?.value(as: Data.self)?.first == UInt8(round))
        }
        #expect(bytes(of: store) < 2 * 11_000)
    }

    @Test func `tells who lags behind what it missed, and from where it can resume`() async throws {
        let store = store(bytes: 100_000)
        let slow = store.changes(buffer: 1_000)
        for round in 0..<100 {
            try await store.set("k\(round)", to: String(repeating: "x", count: 10_000))
        }
        var seen: [StoreChange] = []
        let error = await #expect(throws: StoreError.self) {
            for try await change in slow { seen.append(change) }
        }
        guard case .missedChanges(let revision, _)? = error else {
            Issue.record("\(error as Any)")
            return
        }
        // In its backlog as much as in the history.
        #expect((5...11).contains(seen.count), "\(seen.count)")
        #expect(revision == seen.last?.revision)
        var again = store.changes(from: .after(revision)).makeAsyncIterator()
        #expect(try await again.next()?.kind == .restarted)
        var rest = store.changes(from: .after(Revision(rawValue: 95))).makeAsyncIterator()
        #expect(try await rest.next()?.key == "k95")
    }

    @Test func `counts of a list that grows what is new in it`() async throws {
        let store = store(bytes: 1 << 20)
        _ = store.changes()
        let item = JSONValue.string(String(repeating: "x", count: 1_000))
        for _ in 0..<200 { try await store.listAppend("list", items: [item]) }
        let history = store.coordinator.feed.state.withLock { $0.log?.history }
        #expect(history.map { $0.end - $0.start } == 200)
        #expect((200_000..<300_000).contains(history?.bytes ?? 0), "\(history?.bytes ?? 0)")
    }

    @Test func `counts messages of an inbox, also of types of their own`() async throws {
        let store = store(bytes: 1 << 20)
        _ = store.changes()
        let inbox = store.inbox("inbox", of: Page.self)
        for _ in 0..<64 {
            try await inbox.send(Page(title: String(repeating: "x", count: 100_000), body: []))
        }
        #expect(bytes(of: store) > 500_000)
        #expect(bytes(of: store) < 1_300_000)
    }

    @Test func `a subscription to a history without room fails`() async throws {
        var changes = store(bytes: 0).changes().makeAsyncIterator()
        let error = await #expect(throws: StoreError.self) { try await changes.next() }
        guard case .invalidLimit(0, _)? = error else {
            Issue.record("\(error as Any)")
            return
        }
    }

    @Test func `what a value of its own does while it is measured holds nobody up`() async throws {
        let store = store(bytes: 1 << 20)
        let changes = store.changes()
        for _ in 0..<20 {
            try await store.set("k", to: Prying(store))
            try await store.transaction { tx in try tx.set("k", to: Prying(store)) }
        }
        _ = consume changes
        #expect(bytes(of: store) > 0)
    }
}

/// A value that takes the locks of its store when it is encoded: under one of them it would wait for
/// ever.
private final class Prying: Codable, Sendable {
    private let store: @Sendable () -> TransientStore?

    init(_ store: TransientStore) {
        self.store = { [weak store] in store }
    }

    init(from decoder: any Decoder) throws {
        store = { nil }
    }

    func encode(to encoder: any Encoder) throws {
        guard let store = store() else { return }
        store.withTable { _ in }
        store.coordinator.feed.state.withLock { _ in }
    }
}
