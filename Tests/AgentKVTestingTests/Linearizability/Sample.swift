import AgentKV
import AgentKVTesting
import Testing

/// A history written by hand: each call by a client of its own, with when it was made and returned.
struct Sample: Sendable, CustomTestStringConvertible {
    struct Call {
        let call: HistoryCall
        let outcome: HistoryOutcome

        init(_ call: HistoryCall, _ outcome: HistoryOutcome) {
            self.call = call
            self.outcome = outcome
        }
    }

    @resultBuilder enum Builder {
        static func buildExpression(_ call: (Call, ClosedRange<Int>)) -> (Call, ClosedRange<Int>) {
            call
        }

        static func buildBlock(_ calls: (Call, ClosedRange<Int>)...) -> [(Call, ClosedRange<Int>)] {
            calls
        }
    }

    let testDescription: String
    let calls: [RecordedCall]

    init(_ name: String, @Builder _ calls: () -> [(Call, ClosedRange<Int>)]) {
        testDescription = name
        self.calls = calls().enumerated().map { number, call in
            RecordedCall(
                client: number,
                call.0.call,
                call.0.outcome,
                invoked: call.1.lowerBound,
                returned: call.1.upperBound
            )
        }
    }
}

/// The calls that occur often.
extension Sample.Call {
    static func set(_ key: String, _ value: JSONValue) -> Self {
        Self(.set(key, value, ttl: nil), .done)
    }

    static func beginLoad(_ key: String, _ value: JSONValue) -> Self {
        Self(.beginLoad(key, value), .done)
    }

    static func endLoad(_ key: String, _ value: JSONValue) -> Self {
        Self(.endLoad(key, value), .done)
    }

    static func get(_ key: String, _ value: JSONValue?) -> Self {
        Self(.get(key), .values([value]))
    }

    /// Appends the last of the items, and returns them all.
    static func append(_ key: String, _ ids: [Int64]) -> Self {
        Self(.appendUnique(key, items(ids.suffix(1))), .values(items(ids)))
    }

    static func pop(_ key: String, _ ids: [Int64]) -> Self {
        Self(.popAll(key), .values(items(ids)))
    }

    private static func items(_ ids: [Int64]) -> [JSONValue] {
        ids.map { ["id": .integer($0)] }
    }
}
