import AgentKVTesting
import Testing

@testable import AgentKV

/// An item whose encoding and decoding lets somebody else change the list, where the list is not held.
private struct Busy: Codable, Sendable {
    var id = 0

    /// What somebody else does, and how often an item was converted.
    @TaskLocal static var disturbance: Disturbance?

    enum CodingKeys: String, CodingKey { case id }

    init() {}

    init(from decoder: any Decoder) throws {
        id = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .id)
        Self.disturbance?.happen()
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        Self.disturbance?.happen()
    }
}

private final class Disturbance: Sendable {
    let store: TransientStore
    private let change: @Sendable (TransientStore) throws -> Void
    private let count = Lock(0)

    init(_ store: TransientStore, _ change: @escaping @Sendable (TransientStore) throws -> Void) {
        self.store = store
        self.change = change
    }

    /// How often it has happened.
    var times: Int { count.withLock { $0 } }

    func happen() {
        // Somebody who changes the list each time would do so for ever, where nothing ends it.
        let times = count.withLock { count in
            count += 1
            return count
        }
        if !store.table.lock.isFree || times > 60 { return }
        try? change(store)
    }
}

@Suite struct BusyListTests {
    static let modes: [PersistenceMode?] = [nil, .writeBehind]

    private func store(_ mode: PersistenceMode?) async throws -> TransientStore {
        guard let mode else { return TransientStore() }
        return try await TransientStore(persistence: MemoryAdapter(), mode: mode)
    }

    /// Makes the list anew, in the types that it was set in.
    private static func set<V: Codable & Sendable>(_ value: V, in store: TransientStore) throws {
        var (value, replaced) = (value, StoreValue.vacant)
        _ = try StoreValue.write(&value, keeping: &replaced) {
            try store.writeNow("i", ttl: nil, $0)
        }
    }

    private static func isBounded(_ disturbance: Disturbance) {
        #expect(disturbance.times > 0)
        #expect(disturbance.times <= 10)
    }

    @Test(arguments: modes)
    func `a typed pop ends while others change the list`(_ mode: PersistenceMode?) async throws {
        let store = try await store(mode)
        try await store.listAppend("i", items: [["id": 0]])
        let disturbance = Disturbance(store) { store in
            try Self.set([["id": 0], ["id": 1]] as JSONValue, in: store)
        }
        let popped = try await Busy.$disturbance.withValue(disturbance) {
            try await store.listPopAll("i", as: Busy.self)
        }
        #expect(popped.map(\.id) == [0, 1])
        #expect(try await store.get("i") == nil)
        Self.isBounded(disturbance)
    }

    @Test func `a pop of a typed list ends while others set it anew`() async throws {
        let store = TransientStore()
        try await store.set("i", to: [Busy()])
        let disturbance = Disturbance(store) { try Self.set([Busy()], in: $0) }
        let popped = try await Busy.$disturbance.withValue(disturbance) {
            try await store.listPopAll("i")
        }
        #expect(popped == [["id": 0]])
        Self.isBounded(disturbance)
    }

    @Test func `an append to a typed list ends while others set it anew`() async throws {
        let store = TransientStore()
        try await store.set("i", to: [Busy()])
        let disturbance = Disturbance(store) { try Self.set([Busy()], in: $0) }
        let list = try await Busy.$disturbance.withValue(disturbance) {
            try await store.listAppend("i", items: [1])
        }
        #expect(list == [["id": 0], 1])
        Self.isBounded(disturbance)
        try await store.set("i", to: [Busy()])
        let second = Disturbance(store) { try Self.set([Busy()], in: $0) }
        let unique = try await Busy.$disturbance.withValue(second) {
            try await store.listAppendUnique("i", items: [["id": 0], ["id": 1]])
        }
        #expect(unique == [["id": 0], ["id": 1]])
        Self.isBounded(second)
    }

    @Test func `an inbox is emptied while others send to it`() async throws {
        let store = TransientStore()
        let inbox = store.inbox("i", of: Busy.self)
        try await inbox.send(Busy())
        let disturbance = Disturbance(store) { try Self.set([["id": 0]] as JSONValue, in: $0) }
        try await Busy.$disturbance.withValue(disturbance) {
            _ = try await store.get("i")
            _ = try await store.listPopAll("i")
            _ = try await inbox.drain()
        }
        #expect(disturbance.times <= 20)
    }

    @Test func `a pop whose items do not fit leaves the list, also after others changed it`()
        async throws
    {
        let store = TransientStore()
        try await store.listAppend("i", items: [["id": 0]])
        let disturbance = Disturbance(store) { store in
            try Self.set([["id": 0], "none"] as JSONValue, in: store)
        }
        await Busy.$disturbance.withValue(disturbance) {
            let error = await #expect(throws: StoreError.self) {
                try await store.listPopAll("i", as: Busy.self)
            }
            #expect(error?.reason.hasPrefix("item 1 is no Busy") == true)
        }
        #expect(try await store.get("i") == [["id": 0], "none"])
    }
}
