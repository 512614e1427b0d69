import AgentKV
import AgentKVTesting
import Testing

private final class Counter: Codable, @unchecked Sendable {
    var value: Int

    init(_ value: Int) { self.value = value }
}

private struct Report: Codable, Sendable {
    var name: String
    var counter: Counter?
    var others: [String: [Counter]] = [:]
}

private enum Part: Codable, Sendable {
    case counter(Counter)
}

/// The rule for instances of classes: one that a store is given is shared with its readers; one that is
/// read from JSON belongs to its reader.
@Suite struct SharedInstanceTests {
    @Test func `an instance that was set is shared, whichever call set it`() async throws {
        for store in [TransientStore(), try await PersistedStore().store] {
            let counter = Counter(0)
            try await store.set("set", to: counter)
            try await store.mset(["mset": counter])
            try await store.setIfAbsent("setIfAbsent", to: counter)
            try await store.compareAndSet("compareAndSet", to: counter, expecting: nil)
            try await store.transaction { try $0.set("transaction", to: counter) }
            try await store.update("update", as: Counter.self) { $0 = counter }
            _ = try await store.value(for: "load") { counter }
            let keys = [
                "set", "mset", "setIfAbsent", "compareAndSet", "transaction", "update", "load",
            ]
            for key in keys {
                #expect(try await store.get(key, as: Counter.self) === counter, "\(key)")
            }
            try await store.set("array", to: [counter])
            #expect(try await store.get("array", as: [Counter].self)?[0] === counter)
            try await store.flush()
            #expect(try await store.get("array", as: [Counter].self)?[0] === counter)
            let inbox = store.inbox("inbox", of: Report.self)
            try await inbox.send(Report(name: "a", counter: counter))
            #expect(try await inbox.drain().first?.counter === counter)
        }
    }

    @Test func `after a restart each reader has instances of its own, wherever they are`()
        async throws
    {
        let persisted = try await PersistedStore()
        let report = Report(name: "a", counter: Counter(1), others: ["b": [Counter(2)]])
        try await persisted.store.set("bare", to: Counter(1))
        try await persisted.store.set("array", to: [Counter(1)])
        try await persisted.store.set("report", to: report)
        try await persisted.store.set("part", to: [Part.counter(Counter(1))])
        try await persisted.store.close()
        let store = try await persisted.reopened()

        let bare = try #require(try await store.get("bare", as: Counter.self))
        bare.value = 9
        #expect(try await store.get("bare", as: Counter.self)?.value == 1)
        let array = try #require(try await store.get("array", as: [Counter].self))
        array[0].value = 9
        #expect(try await store.get("array", as: [Counter].self)?[0].value == 1)
        let first = try #require(try await store.get("report", as: Report.self))
        first.others["b"]?[0].value = 9
        #expect(try await store.get("report", as: Report.self)?.others["b"]?[0].value == 2)
        let part = try #require(try await store.get("part", as: [Part].self))
        if case .counter(let counter) = part[0] { counter.value = 9 }
        #expect(try await store.get("part") == [["counter": ["_0": ["value": 1]]]])
        guard case .counter(let other)? = try await store.get("part", as: [Part].self)?[0] else {
            return
        }
        #expect(other.value == 1)
        #expect(try await store.get("array") == [["value": 1]])
        try await store.close()
    }

    @Test func `after a restart an update changes nothing that a reader holds`() async throws {
        let persisted = try await PersistedStore()
        try await persisted.store.set("k", to: ["a": Counter(1)])
        try await persisted.store.close()
        let store = try await persisted.reopened()
        let held = try await store.get("k", as: [String: Counter].self)
        try await store.update("k", as: [String: Counter].self) { $0?["a"]?.value = 7 }
        #expect(held?["a"]?.value == 1)
        // What the update has set was an instance again, and is shared from now on.
        #expect(try await store.get("k", as: [String: Counter].self)?["a"]?.value == 7)
        try await store.close()
    }

    @Test func `what holds no instance is decoded once, however often it is read`() async throws {
        let persisted = try await PersistedStore()
        try await persisted.store.set("k", to: Counted(value: 1))
        try await persisted.store.close()
        let store = try await persisted.reopened()
        let before = Counted.decodings.withLock { $0 }
        for _ in 0..<5 { #expect(try await store.get("k", as: Counted.self)?.value == 1) }
        #expect(Counted.decodings.withLock { $0 } == before + 1)
        try await store.close()
    }
}

private struct Counted: Codable, Sendable {
    static let decodings = Lock(0)
    var value: Int

    init(value: Int) { self.value = value }

    init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode([Int].self)[0]
        Self.decodings.withLock { $0 += 1 }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode([value])
    }
}
