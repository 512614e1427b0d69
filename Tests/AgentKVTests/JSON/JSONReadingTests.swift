import AgentKV
import Testing

@Suite struct JSONReadingTests {
    @Test(
        arguments: [
            ("null", .null), (" true ", true), ("false", false), ("0", 0), ("-1", -1),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9007199254740993", .integer(9_007_199_254_740_993)),
            ("1.0", 1.0), ("1e2", 100.0), ("1E+2", 100.0), ("25e-1", 2.5), ("0.1", 0.1),
            ("5e-324", .number(.leastNonzeroMagnitude)), ("1e-400", 0.0),
            ("12345678901234567890.5", 12345678901234567890.5),
            ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
            ("\"\"", ""), ("\"é漢😀\"", "é漢😀"), ("[]", []), ("{}", [:]), ("[ ]", []), ("{ }", [:]),
            ("\r\n\t [1 , 2]\n", [1, 2]), (#"{"a":{"b":[{}]}}"#, ["a": ["b": [[:]]]]),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""\u0041\u00e9\uD83D\ude00x""#, "Aé😀x"), (#""\u0000""#, "\u{0}"),
            ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"),
        ] as [(String, JSONValue)]
    )
    func `a text is read`(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
        #expect(try JSONValue(parsing: AnyCollection(Array(text.utf8))) == value)
    }

    @Test func `a whole number is an integer and one with a fraction a number`() throws {
        guard case .integer(1) = try JSONValue(parsing: "1") else { throw Unexpected() }
        guard case .number(1) = try JSONValue(parsing: "1.0") else { throw Unexpected() }
        guard case .number(1) = try JSONValue(parsing: "1e0") else { throw Unexpected() }
    }

    @Test(arguments: ["-0", "-0.0", "-0e5"])
    func `minus zero keeps its sign`(text: String) throws {
        guard case .number(let number) = try JSONValue(parsing: text) else { throw Unexpected() }
        #expect(number == 0 && number.sign == .minus)
    }

    @Test func `of a repeated name the last value counts`() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#).description == #"{"a":3,"b":2}"#)
    }

    @Test(arguments: [
        ("", 0, "empty"), ("  \n", 3, "empty"), ("tru", 3, "ends inside true"),
        ("trux", 3, "“true”"), ("nul]", 3, "“null”"), ("NaN", 0, "expected a value"),
        ("[", 1, "ends inside an array"), ("[1", 2, "ends inside an array"),
        ("[1,", 3, "ends inside an array"), ("[1 2]", 3, "“,” or “]”"), ("[1,]", 3, "a value"),
        ("[,1]", 1, "a value"), ("]", 0, "a value"), ("{", 1, "ends inside an object"),
        (#"{"a""#, 4, "ends inside an object"), (#"{"a":"#, 5, "ends inside an object"),
        (#"{"a":1"#, 6, "ends inside an object"), (#"{"a":1,"#, 7, "ends inside an object"),
        (#"{"a":1,}"#, 7, "name in quotes"), ("{a:1}", 1, "name in quotes"),
        (#"{"a" 1}"#, 5, "“:”"), (#"{"a":1 "b":2}"#, 7, "“,” or “}”"),
        ("1 2", 2, "the end of the text"), ("01", 1, "leading zeros"), ("-01", 2, "leading zeros"),
        ("+1", 0, "a value"), (".5", 0, "a value"), ("-", 1, "ends inside a number"),
        ("-x", 1, "a digit"), ("1.", 2, "ends inside a number"), ("[1.]", 3, "a digit"),
        ("1e", 2, "ends inside a number"), ("1e+", 3, "ends inside a number"),
        ("1ex", 2, "a digit"),
        ("0x10", 1, "the end"), ("\"abc", 4, "ends inside a string"),
        ("\"\\", 2, "ends inside a string"),
        ("\"a\nb\"", 2, "control character"), ("\"\\n\u{0}\"", 3, "control character"),
        (#""\x""#, 2, "after “\\”"), (#""\u12g4""#, 5, "hexadecimal"),
        (#""\u12"#, 5, "ends inside a string"),
        (#""a\ud800""#, 2, "surrogate"), (#""\udc00""#, 1, "surrogate"),
        (#""\ud800\n""#, 1, "surrogate"),
        (#""\ud800\u0041""#, 1, "surrogate"), (#""\ud800"#, 7, "ends inside a string"),
        ("\u{FEFF}1", 0, "byte order mark"), ("// a\n1", 0, "a value"), ("'a'", 0, "a value"),
        ("[é]", 1, "0xC3"),
    ])
    func `malformed text is refused where it goes wrong`(
        text: String,
        at: Int,
        reason: String
    ) throws {
        let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error.kind == .syntax)
        #expect(error.reason.contains(reason), "\(error)")
        #expect(error.offset == at, "\(error)")
    }

    @Test(arguments: [
        ("9223372036854775808", 0), ("[1, -9223372036854775809]", 4), ("[18446744073709551616]", 1),
        ("[1e400]", 1), ("-1e309", 0),
        ("100000000000000000000000000000000000000000000000000000", 0),
    ])
    func `numbers that cannot be held are refused`(text: String, at: Int) throws {
        let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error.kind == .unrepresentable)
        #expect(error.offset == at)
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], 1), ([0x22, 0x61, 0xC3, 0x22], 2), ([0x22, 0xC0, 0xAF, 0x22], 1),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], 1), ([0x22, 0xC3, 0xA9, 0xE6, 0xBC, 0x22], 3),
            ([0x22, 0x5C, 0x6E, 0xF4, 0x90, 0x80, 0x80, 0x22], 3),
        ] as [([UInt8], Int)]
    )
    func `bytes that are not UTF-8 are refused where they begin`(bytes: [UInt8], at: Int) throws {
        let error = try #require(throws: JSONError.self) { try JSONValue(parsing: bytes) }
        #expect(error.kind == .syntax)
        #expect(error.reason.contains("UTF-8"))
        #expect(error.offset == at)
    }

    @Test func `a position has line and column, in characters`() throws {
        let error = try #require(throws: JSONError.self) {
            try JSONValue(parsing: "{\n  \"é\": 1,\n  \"漢\": x}")
        }
        #expect(error.location == .text(offset: 22, line: 3, column: 8))
        #expect(error.description.hasPrefix("line 3, column 8 (byte 22): expected a value"))
    }

    private struct Unexpected: Error {}
}

extension JSONError {
    /// The offset in the text, if the error is about one.
    var offset: Int? {
        guard case .text(let offset, _, _) = location else { return nil }
        return offset
    }

    /// The path in the value as text, if the error is about one.
    var path: String? {
        guard case .value(let path) = location else { return nil }
        return path.description
    }
}
