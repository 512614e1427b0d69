import AgentKV
import AgentKVTesting
import Foundation

@testable import AgentKVSQLite

/// Makes random records and queries, the same for the same seed, from so few names and values that
/// many are equal or nearly so.
struct QueryGenerator {
    private var random: SplitMix64

    init(seed: Int) {
        random = SplitMix64(seed: UInt64(truncatingIfNeeded: seed))
    }

    private static let names = [
        "a", "b", "_c1", "x y", "d.o.t", "quo\"te", "back\\slash", "$", "$.a", "", "\u{E9}",
        "e\u{301}", "日本", "'; DROP TABLE kv_store; --", "[0]", "0", "\n", "#", "*", "%", "😀",
    ]

    private static let texts = [
        "", "a", "A", "ab", "abc", "b", "1", "0", "true", "null", "[1]", "[]", "{\"a\":1}", "{}",
        "\u{E9}", "e\u{301}", "e", "😀", "😀a", "\u{D7FF}", "\u{10FFFF}", "%", "_", "a\"b", "a\\b",
        "\n", "'", "2024-01-19T10:00:00.000Z",
    ]

    private static let numbers: [JSONValue] = [
        0, 1, -1, 2, 3, 9_007_199_254_740_992, 9_007_199_254_740_993, .integer(.max),
        .integer(.min), 0.0, -0.0, 1.0, 0.5, -1.5, 1e300, -1e300, 0.1, 9_007_199_254_740_992.0,
        9.223372036854775807e18, 0x1p-1074, 2.2250738585072014e-308,
        0.30000000000000004,
    ]

    /// What SQLite takes for the same or nearly the same, and JSON does not.
    private static let lookalikes: [JSONValue] = [
        nil, "null", false, 0, "0", "false", true, 1, 1.0, "1", "true", [], "[]", [1], "[1]", [1.0],
        [:], "{}", ["a": 1], "{\"a\":1}", "",
    ]

    private static let times: [Int64] = [
        QueryFixture.now - 86_400_000, QueryFixture.now - 1, QueryFixture.now,
        QueryFixture.now + 1, QueryFixture.now + 1_234, 0, -1, -62_135_596_800_000,
    ]

    /// Times as a `Date` in a value is written today, and as a number that it was once.
    private static let dates = [
        Date(milliseconds: QueryFixture.now), Date(milliseconds: QueryFixture.now + 1),
        Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 1e12), .distantPast,
        Date(timeIntervalSinceReferenceDate: 1e-10),
    ]

    private mutating func pick<C: RandomAccessCollection>(_ choices: C) -> C.Element {
        let offset = Int.random(in: 0..<choices.count, using: &random)
        return choices[choices.index(choices.startIndex, offsetBy: offset)]
    }

    mutating func count(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    mutating func isOneIn(_ count: Int) -> Bool {
        Int.random(in: 0..<count, using: &random) == 0
    }
}

extension QueryGenerator {
    private mutating func value(depth: Int = 3) -> JSONValue {
        if isOneIn(3) { return pick(Self.lookalikes) }
        if isOneIn(6) {
            let date = pick(Self.dates)
            let seconds = JSONValue.number(date.timeIntervalSince1970)
            return isOneIn(2) ? seconds : (try? JSONValue(encoding: date)) ?? seconds
        }
        return switch count(0...(depth > 0 ? 9 : 5)) {
        case 0: .null
        case 1: .bool(isOneIn(2))
        case 2, 3: pick(Self.numbers)
        case 4, 5: .string(pick(Self.texts))
        case 6: .array((0..<count(0...2)).map { _ in value(depth: depth - 1) })
        default: .object(object(depth: depth - 1))
        }
    }

    private mutating func object(depth: Int) -> JSONObject {
        var object = JSONObject()
        for _ in 0..<count(0...5) { object[name()] = value(depth: depth) }
        // SQLite ends these at U+0000; queries do not name them, and they come back whole.
        if isOneIn(8) { object["zero\u{0}name"] = "zero\u{0}text" }
        return object
    }

    private mutating func name() -> String {
        isOneIn(2) ? pick(["a", "x y"]) : pick(Self.names)
    }

    /// Some records of the instance `i` at keys of their own.
    mutating func records() -> [Record] {
        var known: Set<Data> = []
        return (0..<count(0...40)).compactMap { _ in
            let namespace = pick(["n", "m", "\u{E9}", "e\u{301}", "%"])
            let key = pick(Self.texts) + pick(["x", ":", "a", "\u{E9}", "e\u{301}"])
            guard known.insert(Data((namespace + "/" + key).utf8)).inserted else { return nil }
            return Record.sample(
                namespace: namespace,
                key: key,
                value: isOneIn(5) ? value() : .object(object(depth: 2)),
                createdAt: pick(Self.times),
                updatedAt: pick(Self.times),
                expiresAt: isOneIn(2) ? nil : pick(Self.times)
            )
        }
    }

    /// How a program spells a value that keeps to ASCII; nil for the way we do.
    mutating func spelling(of value: JSONValue) throws -> String? {
        guard isOneIn(4) else { return nil }
        var text = ""
        for scalar in try value.text(pretty: isOneIn(2)).unicodeScalars {
            if scalar.isASCII {
                text.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return text
    }
}

extension QueryGenerator {
    mutating func query(over records: [Record]) -> Query {
        var query = Query(namespace: isOneIn(3) ? pick(["n", "\u{E9}", "%", "none"]) : nil)
        for _ in 0..<pick([0, 1, 1, 1, 1, 2, 2, 3]) {
            query.filters.append(filter(over: records))
        }
        for _ in 0..<pick([0, 1, 1, 2, 3]) {
            query.orders.append(QueryOrder(by: field(), isOneIn(2) ? .ascending : .descending))
        }
        for _ in 0..<pick([0, 0, 1, 2, 4]) { query.selection.append(field()) }
        if !isOneIn(3) { query.maximumRecords = pick([1, 2, 3, 10, 500]) }
        if isOneIn(3) {
            query.skippedRecords = pick([0, 1, 2, 5, 39, 40, 41, Int.max])
        } else if !records.isEmpty, isOneIn(2) {
            query.cursor = try? QueryCursor(query.position(of: pick(records)), in: query.orders)
        }
        return query
    }

    private mutating func field() -> QueryField {
        switch count(0...9) {
        case 0: .key
        case 1: .namespace
        case 2: .createdAt
        case 3: .updatedAt
        case 4: .expiresAt
        default: valueField()
        }
    }

    private mutating func valueField() -> QueryField {
        .value(path: (0..<pick([0, 1, 1, 1, 1, 2, 2, 3])).map { _ in name() })
    }

    private mutating func filter(over records: [Record]) -> QueryFilter {
        let field = field()
        let `operator` = pick(QueryOperator.allCases)
        if isOneIn(4) {
            switch `operator` {
            case .eq, .neq, .gt, .gte, .lt, .lte:
                return QueryFilter(valueField(), `operator`, pick(Self.dates))
            case .in:
                return valueField().in((0..<count(0...3)).map { _ in pick(Self.dates) })
            case .contains, .startsWith, .endsWith, .exists:
                break
            }
        }
        return switch `operator` {
        case .exists:
            field.exists()
        case .contains, .startsWith, .endsWith:
            QueryFilter(field: field, operator: `operator`, operand: .string(part(field, records)))
        case .in:
            field.in((0..<count(0...3)).map { _ in operand(field, records) })
        case .gt, .gte, .lt, .lte:
            QueryFilter(field: field, operator: `operator`, operand: scalar(field, records))
        case .eq, .neq:
            QueryFilter(field: field, operator: `operator`, operand: operand(field, records))
        }
    }

    /// Something to hold a field against, often what a record has there.
    private mutating func operand(_ field: QueryField, _ records: [Record]) -> JSONValue {
        if !records.isEmpty, isOneIn(2), let found = field.content(in: pick(records)) {
            return found
        }
        switch field {
        case .key, .namespace: return .string(pick(Self.texts))
        case .createdAt, .updatedAt, .expiresAt: return time()
        case .value: return isOneIn(2) ? pick(Self.lookalikes) : value(depth: 2)
        }
    }

    private mutating func scalar(_ field: QueryField, _ records: [Record]) -> JSONValue {
        while true {
            switch operand(field, records) {
            case .array, .object: continue
            case let scalar: return scalar
            }
        }
    }

    private mutating func time() -> JSONValue {
        let time = pick(Self.times)
        return switch count(0...2) {
        case 0: .integer(time)
        case 1: .number(Double(time) + 0.5)
        default: .string(ISO8601.text(milliseconds: time))
        }
    }

    /// A text to look for, often a piece of one that a record has there.
    private mutating func part(_ field: QueryField, _ records: [Record]) -> String {
        var text = pick(Self.texts)
        switch records.isEmpty ? nil : field.content(in: pick(records)) {
        case .string(let found): text = found
        case .integer(let time) where field.isTime: text = ISO8601.text(milliseconds: time)
        default: break
        }
        let scalars = Array(text.unicodeScalars)
        let start = count(0...scalars.count)
        let end = count(start...scalars.count)
        var part = String.UnicodeScalarView()
        part.append(contentsOf: isOneIn(3) ? scalars[...] : scalars[start..<end])
        return String(part)
    }
}
