import AgentKVTesting

@testable import AgentKV

/// The examples that hostile inputs are made from: the files in `Tests/Corpus`.
enum Corpus {
    /// Texts that are JSON, or nearly.
    static func json() throws -> [[UInt8]] {
        let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try HostileInput.corpus(folder: "/\(tests)/Corpus/json")
    }

    static let jsonWords = [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud83d\\ude00", "\\ud800", "\\u0000",
        "null", "true", "false", "-", "-0", "0", "1e400", "1E-400", "9223372036854775808", ".",
        "e+", "\"a\":", "\u{FEFF}", "\u{2028}", "NaN", "//", "[[", "]]", "{\"a\":{\"a\":",
    ]
}

extension [UInt8] {
    /// The bytes for a message: as a literal, so that a failure can be repeated.
    var shown: String { "\(prefix(2_000))" }
}

extension JSONValue {
    /// Whether both are the same down to the kind of number.
    func hasSameSpelling(as other: JSONValue) -> Bool {
        (try? text(maximumDepth: .max)) == (try? other.text(maximumDepth: .max))
    }
}

extension Result where Success == JSONValue, Failure == JSONError {
    func isSame(as other: Self) -> Bool {
        switch (self, other) {
        case (.success(let first), .success(let second)): first.hasSameSpelling(as: second)
        case (.failure(let first), .failure(let second)): first == second
        default: false
        }
    }
}
