import AgentKVTesting
import Foundation
import Testing

@testable import AgentKV

/// Values that nest as deeply as is allowed, on threads with little stack.
@Suite struct JSONStackTests {
    private static let depth = JSONValue.greatestMaximumDepth

    private static func nested(
        _ depth: Int,
        inObjects: Bool,
        around inner: JSONValue = 1
    ) -> JSONValue {
        (0..<depth).reduce(inner) { value, _ in inObjects ? ["a": value] : [value] }
    }

    /// Runs `body` on a thread of its own with the least stack that a thread has anywhere.
    private func onSmallStack<R: Sendable>(
        _ body: @escaping @Sendable () throws -> R
    ) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result { try body() }) }
            thread.stackSize = 512 << 10
            thread.start()
        }
    }

    @Test(arguments: [false, true])
    func `the deepest value is read, written, compared and released`(
        _ inObjects: Bool
    ) async throws {
        try await onSmallStack {
            let value = Self.nested(Self.depth, inObjects: inObjects)
            let text = try value.text(maximumDepth: .max)
            let read = try JSONValue(parsing: text, maximumDepth: .max)
            #expect(read == value)
            #expect(read != Self.nested(Self.depth - 1, inObjects: inObjects))
            #expect(read.hashValue == value.hashValue)
            #expect(try read.text(pretty: true, maximumDepth: .max).count > text.count)
            #expect(try JSONValue(encoding: read, maximumDepth: .max) == value)
            #expect(try read.decoded(as: JSONValue.self, maximumDepth: .max) == value)
            #expect(read.description.hasSuffix(inObjects ? "}" : "]"))
        }
    }

    /// How many large stacks `body` takes.
    private static func largeStacks(_ body: () throws -> Void) throws -> Int {
        let count = Lock(0)
        try LargeStack.$isTaken.withValue({ count.withLock { $0 += 1 } }, operation: body)
        return count.withLock { $0 }
    }

    /// A thread for each of many deep parts would be a thread for every three bytes of a text.
    @Test(arguments: [false, true])
    func `many deep parts are gone through on one large stack`(_ inObjects: Bool) throws {
        let part = Self.nested(2, inObjects: inObjects, around: 1.5)
        let inner: JSONValue =
            inObjects
            ? .object(JSONObject(members: (0..<200).map { ("m\($0)", part) }))
            : .array(Array(repeating: part, count: 200))
        let value = Self.nested(LargeStack.calls - 1, inObjects: inObjects, around: inner)
        let text = try value.text(pretty: false)
        let read = try JSONValue(parsing: text)
        #expect(try Self.largeStacks { _ = try JSONValue(parsing: text) } == 1)
        #expect(try Self.largeStacks { _ = try value.text(pretty: false) } == 1)
        #expect(try Self.largeStacks { _ = try value.text(pretty: true) } == 1)
        #expect(try Self.largeStacks { _ = try value.utf8() } == 1)
        #expect(try Self.largeStacks { _ = value.description } == 1)
        #expect(try Self.largeStacks { try value.validate() } == 1)
        #expect(try Self.largeStacks { _ = try JSONValue(encoding: value) } == 1)
        var areEqual = false
        #expect(try Self.largeStacks { areEqual = read == value } == 1)
        #expect(areEqual)
        #expect(try Self.largeStacks { _ = value.hashValue } == 0)
        #expect(try Self.largeStacks { _ = try value.canonicalText() } <= 2)
        if case .object(let first) = read, case .object(let second) = value {
            #expect(try Self.largeStacks { areEqual = first == second } == 1)
            #expect(areEqual)
        }
    }

    @Test func `what does not nest deeply takes no large stack`() throws {
        let value = Self.nested(LargeStack.calls, inObjects: false)
        let count = try Self.largeStacks {
            let read = try JSONValue(parsing: value.text(pretty: false))
            _ = read == value
            try read.validate()
            _ = try read.canonicalText()
            _ = read.description
        }
        #expect(count == 0)
    }

    @Test(arguments: [false, true])
    func `a deep value that differs in its last part is not equal`(_ inObjects: Bool) {
        let value = Self.nested(40, inObjects: inObjects, around: [1, 2, ["a": 3]])
        #expect(value == Self.nested(40, inObjects: inObjects, around: [1, 2, ["a": 3.0]]))
        #expect(value != Self.nested(40, inObjects: inObjects, around: [1, 2, ["a": 4]]))
        #expect(value != Self.nested(40, inObjects: inObjects, around: [1, 2, ["b": 3]]))
        #expect(value != Self.nested(40, inObjects: !inObjects, around: [1, 2, ["a": 3]]))
    }

    @Test(arguments: [false, true])
    func `the deepest value has a canonical text and a size`(_ inObjects: Bool) async throws {
        try await onSmallStack {
            let value = Self.nested(Self.depth, inObjects: inObjects, around: 7.0)
            let canonical = try value.canonicalText()
            #expect(canonical.contains("7") && !canonical.contains("7.0"))
            #expect(value.estimatedBytes > Self.depth * MemoryLayout<JSONValue>.stride)
            #expect(value.approximateBytes > 0)
            let text = Self.nested(40, inObjects: inObjects, around: "a text that lies elsewhere")
            let none = Self.nested(40, inObjects: inObjects)
            #expect(text.estimatedBytes - none.estimatedBytes == 26 + 32)
            let typed = StoreValue([Self.nested(Self.depth - 1, inObjects: inObjects)])
            #expect(typed.estimatedBytes > Self.depth * MemoryLayout<JSONValue>.stride)
        }
    }

    @Test(arguments: [("[", "]"), (#"{"a":"#, "1}")])
    func `what nests deeper is refused, whatever a call allows`(
        _ opening: String,
        _ closing: String
    ) async throws {
        let text = String(repeating: opening, count: 100_000) + closing
        let error = await #expect(throws: JSONError.self) {
            try await onSmallStack { try JSONValue(parsing: text, maximumDepth: 5_000) }
        }
        #expect(error?.reason == "the value nests deeper than \(Self.depth) arrays and objects")
        let value = Self.nested(Self.depth + 1, inObjects: opening != "[")
        #expect(throws: JSONError.self) { try value.text(maximumDepth: .max) }
        #expect(throws: JSONError.self) { try JSONValue(encoding: value, maximumDepth: .max) }
    }

    @Test func `a type for which the stack is too small is refused, and not the process ended`()
        async throws
    {
        let chain = Chain(length: Self.depth)
        let value = try await Task.detached {
            try JSONValue(encoding: chain, maximumDepth: .max)
        }.value
        try await onSmallStack {
            for length in [30, 100, 200, 400, Self.depth] {
                let chain = Chain(length: length)
                do {
                    let json = try JSONValue(encoding: chain, maximumDepth: .max)
                    #expect(json["next"] != nil)
                } catch let error as JSONError {
                    #expect(length > 30)
                    #expect(error.reason.contains("stack of this thread"))
                }
            }
            do {
                _ = try value.decoded(as: Chain.self, maximumDepth: .max)
            } catch let error as JSONError {
                #expect(error.reason.contains("stack of this thread"))
            }
        }
        // With the stack that threads usually have it is as long as it was.
        let again = try await Task.detached {
            try value.decoded(as: Chain.self, maximumDepth: .max)
        }.value
        #expect(again.length == Self.depth)
    }

    @Test func `limits allow no more than can be kept, and a store refuses what is deeper`()
        async throws
    {
        let limits = StoreLimits(valueDepth: 5_000)
        #expect(limits.valueDepth == 1_000)
        let store = TransientStore(limits: limits)
        try await Task.detached {
            let deepest = Self.nested(1_000, inObjects: false)
            try await store.set("a", to: deepest)
            #expect(try await store.get("a") == deepest)
            let error = await #expect(throws: StoreError.self) {
                try await store.set("b", to: Self.nested(1_001, inObjects: true))
            }
            #expect(error?.reason.contains("deeper than 1000 arrays and objects") == true)
        }.value
    }
}

/// A type that nests as long as it is, in calls of its own.
private indirect enum Chain: Codable, Sendable {
    case end
    case link(Chain)

    init(length: Int) {
        self = (0..<length).reduce(.end) { chain, _ in .link(chain) }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self =
            container.contains(.next)
            ? .link(try container.decode(Chain.self, forKey: .next)) : .end
    }

    func encode(to encoder: any Encoder) throws {
        guard case .link(let next) = self else {
            var container = encoder.singleValueContainer()
            return try container.encode([String: Int]())
        }
        var container = encoder.container(keyedBy: Key.self)
        if case .link = next {
            try container.encode(next, forKey: .next)
        } else {
            try container.encode(0, forKey: .last)
        }
    }

    var length: Int {
        var (count, chain) = (1, self)
        while case .link(let next) = chain { (count, chain) = (count + 1, next) }
        return count
    }

    private enum Key: CodingKey { case next, last }
}
