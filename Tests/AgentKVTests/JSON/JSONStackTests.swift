import AgentKV
import AgentKVTesting
import Foundation
import Testing

/// Values that nest as deeply as is allowed, on threads with little stack.
@Suite struct JSONStackTests {
    private static let depth = JSONValue.greatestMaximumDepth

    private static func nested(_ depth: Int, inObjects: Bool) -> JSONValue {
        (0..<depth).reduce(1) { value, _ in inObjects ? ["a": value] : [value] }
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
