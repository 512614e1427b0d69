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

/// An item that is whatever it was, and is disturbed as others are.
private struct Seen: Codable, Sendable {
    let item: JSONValue

    init(from decoder: any Decoder) throws {
        item = try JSONValue(from: decoder)
        Busy.disturbance?.happen()
    }

    func encode(to encoder: any Encoder) throws { try item.encode(to: encoder) }
}

private final class Disturbance: Sendable {
    let store: TransientStore
    private let limit: Int
    private let change: @Sendable (TransientStore, Int) throws -> Void
    private let count = Lock((all: 0, whileHeld: 0))

    init(
        _ store: TransientStore,
        limit: Int = 60,
        _ change: @escaping @Sendable (TransientStore, Int) throws -> Void
    ) {
        self.store = store
        self.limit = limit
        self.change = change
    }

    /// How often it has happened.
    var times: Int { count.withLock { $0.all } }

    /// How often that has been while somebody held the store.
    var timesWhileHeld: Int { count.withLock { $0.whileHeld } }

    func happen() {
        let isHeld = !store.table.lock.isFree
        let times = count.withLock { count in
            count.all += 1
            if isHeld { count.whileHeld += 1 }
            return count.all
        }
        if isHeld || times > limit { return }
        try? change(store, times)
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
            try store.performWriteNow("i", ttl: nil, $0)
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
        let disturbance = Disturbance(store) { store, _ in
            try Self.set([["id": 0], ["id": 1]] as JSONValue, in: store)
        }
        let popped = try await Busy.$disturbance.withValue(disturbance) {
            try await store.listPopAll("i", as: Busy.self)
        }
        #expect(popped.map(\.id) == [0, 1])
        #expect(try await store.get("i") == nil)
        Self.isBounded(disturbance)
    }

    /// However often the list changes: what an item's type does there may wait for another call.
    @Test func `a typed pop decodes each item once, and none while it holds the store`()
        async throws
    {
        let store = TransientStore()
        try await store.listAppend("i", items: [["id": 0]])
        let disturbance = Disturbance(store, limit: 20) { store, times in
            let items = (0...times).map { ["id": .integer(Int64($0))] as JSONValue }
            try Self.set(JSONValue.array(items), in: store)
        }
        let popped = try await Busy.$disturbance.withValue(disturbance) {
            try await store.listPopAll("i", as: Busy.self)
        }
        #expect(popped.map(\.id) == Array(0...20))
        #expect(disturbance.times == 21)
        #expect(disturbance.timesWhileHeld == 0)
        #expect(try await store.get("i") == nil)
    }

    @Test(
        arguments: [
            [["id": 1]], [["id": 0.0]], [["x": 1, "id": 0]], [["id": 0, "x": 1], ["id": 0]],
        ] as [JSONValue]
    )
    func `what a typed pop returns is what it takes, also if another list has come`(
        _ list: JSONValue
    ) async throws {
        let store = TransientStore()
        try await store.listAppend("i", items: [["id": 0, "x": 1]])
        let disturbance = Disturbance(store, limit: 1) { store, _ in
            try Self.set(list, in: store)
        }
        let popped = try await Busy.$disturbance.withValue(disturbance) {
            try await store.listPopAll("i", as: Seen.self)
        }
        let items = JSONValue.array(popped.map(\.item))
        #expect(items == list)
        #expect(items.description == list.description)
    }

    @Test func `a typed pop of a list that others keep changing can be cancelled`() async throws {
        let store = TransientStore()
        try await store.listAppend("i", items: [["id": 0]])
        let disturbance = Disturbance(store, limit: 1_000) { store, times in
            if times == 10 { withUnsafeCurrentTask { $0?.cancel() } }
            try Self.set([["id": .integer(Int64(times))]] as JSONValue, in: store)
        }
        let popping = Busy.$disturbance.withValue(disturbance) {
            Task { try await store.listPopAll("i", as: Busy.self) }
        }
        await #expect(throws: CancellationError.self) { try await popping.value }
        #expect(try await store.get("i") == [["id": .integer(Int64(disturbance.times))]])
    }

    @Test func `a pop of a typed list encodes no item while it holds the store`() async throws {
        let store = TransientStore()
        try await store.set("i", to: [Busy()])
        let disturbance = Disturbance(store, limit: 20) { store, _ in
            try Self.set([Busy()], in: store)
        }
        let popped = try await Busy.$disturbance.withValue(disturbance) {
            try await store.listPopAll("i")
        }
        #expect(popped == [["id": 0]])
        #expect(disturbance.times == 21)
        #expect(disturbance.timesWhileHeld == 0)
    }

    @Test func `an append to a typed list encodes no item while it holds the store`() async throws {
        let store = TransientStore()
        try await store.set("i", to: [Busy()])
        let disturbance = Disturbance(store, limit: 20) { store, _ in
            try Self.set([Busy()], in: store)
        }
        let count = try await Busy.$disturbance.withValue(disturbance) {
            try await store.listAppend("i", items: [1])
        }
        #expect(count == 2)
        #expect(try await store.get("i") == [["id": 0], 1])
        #expect(disturbance.times == 21)
        #expect(disturbance.timesWhileHeld == 0)
        try await store.set("i", to: [Busy()])
        let second = Disturbance(store, limit: 20) { store, _ in
            try Self.set([Busy()], in: store)
        }
        let unique = try await Busy.$disturbance.withValue(second) {
            try await store.listAppendUnique("i", items: [["id": 0], ["id": 1]])
        }
        #expect(unique == [["id": 0], ["id": 1]])
        #expect(second.timesWhileHeld == 0)
    }

    @Test func `an inbox is emptied while others send to it`() async throws {
        let store = TransientStore()
        let inbox = store.inbox("i", of: Busy.self)
        try await inbox.send(Busy())
        let disturbance = Disturbance(store) { store, _ in
            try Self.set([["id": 0]] as JSONValue, in: store)
        }
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
        let disturbance = Disturbance(store) { store, _ in
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
