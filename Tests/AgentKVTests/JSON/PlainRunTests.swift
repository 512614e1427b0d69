import Testing

@testable import AgentKV

/// Texts are looked through eight bytes at a time: each byte is found wherever it is among them.
@Suite struct PlainRunTests {
    @Test(arguments: UInt8.min...UInt8.max)
    func `a run ends at the first byte that has to be escaped`(byte: UInt8) {
        let isEscaped = byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        for place in 0..<20 {
            var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 20)
            bytes[place] = byte
            for start in 0...20 {
                let run = bytes.withUnsafeBufferPointer { $0.plainRun(from: start) }
                let isMet = place >= start
                #expect(run.end == (isMet && isEscaped ? place : 20))
                #expect(run.isASCII == !(isMet && byte >= 0x80))
            }
        }
    }

    @Test(arguments: ["\"", "\\", "\n", "\u{0}", "\u{1F}", " ", "\u{7F}", "é", "\u{80}", "😀"])
    func `a text is read as it was written`(odd: String) throws {
        for before in 0..<20 {
            for after in 0..<10 {
                let plain = String(repeating: "x", count: before)
                let text = plain + odd + String(repeating: "y", count: after) + odd
                let written = try JSONValue.string(text).text(pretty: false)
                #expect(try JSONValue(parsing: written) == .string(text))
            }
        }
    }

    @Test func `a control character is refused where it is`() throws {
        for place in 0..<20 {
            let text = "\"" + String(repeating: "x", count: place) + "\u{1}xxxxxxxxxx\""
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
            let location = JSONError.Location.text(offset: place + 1, line: 1, column: place + 2)
            #expect(error?.location == location)
        }
    }
}
