import AgentKV
import Testing

@Suite struct JSONWritingTests {
    @Test(
        arguments: [
            (.null, "null"), (.integer(.min), "-9223372036854775808"), (1.0, "1.0"), (0.1, "0.1"),
            (1e300, "1e+300"), (.number(-0.0), "-0.0"), (1e-5, "1e-05"), ([], "[]"), ([:], "{}"),
            (
                "\"\\/\u{8}\u{C}\n\r\t\u{0}\u{1F}\u{7F}é😀",
                #""\"\\/\b\f\n\r\t\u0000\u001f"# + "\u{7F}é😀\""
            ),
        ] as [(JSONValue, String)]
    )
    func `a value is written compactly`(value: JSONValue, text: String) throws {
        #expect(try value.text() == text)
    }

    @Test func `pretty text is indented by two spaces`() throws {
        let value: JSONValue = ["b": [1, [:], []], "a": ["c": nil]]
        let text = """
            {
              "b": [
                1,
                {},
                []
              ],
              "a": {
                "c": null
              }
            }
            """
        #expect(try value.text(pretty: true) == text)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a number that is not finite is refused with its path`(number: Double) throws {
        let value: JSONValue = ["user": ["a b": [1, .number(number)]]]
        let error = try #require(throws: JSONError.self) { try value.text() }
        #expect(error.kind == .unrepresentable)
        #expect(error.path == #"$.user["a b"][1]"#)
    }

    @Test(arguments: [
        0x1p53, 0x1p63, -0x1p63, 1e19, 8.857136346348899e18, 0.1, 1.0 / 3, 123456789.125, -1e-300,
        .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
    ])
    func `a number is read back bit by bit`(number: Double) throws {
        guard case .number(let read) = try JSONValue(parsing: JSONValue.number(number).text())
        else {
            Issue.record("no longer a number")
            return
        }
        #expect(read.bitPattern == number.bitPattern)
    }

    @Test(arguments: 0..<300, [false, true])
    func `random values are read back as they were written`(seed: Int, pretty: Bool) throws {
        var generator = JSONGenerator(seed: seed)
        let value = generator.value()
        let text = try value.text(pretty: pretty)
        let read = try JSONValue(parsing: text)
        #expect(read == value)
        #expect(try read.text(pretty: pretty) == text)
    }
}
