import AgentKV
import AgentKVTesting

/// The examples that hostile requests are made from: the files in `Tests/Corpus` of the library.
enum Corpus {
    static func frames() throws -> [[UInt8]] {
        let root = #filePath.split(separator: "/").dropLast(6).joined(separator: "/")
        return try HostileInput.corpus(folder: "/\(root)/Tests/Corpus/frames")
    }

    /// The frames that are JSON.
    static func values() throws -> [JSONValue] {
        try frames().compactMap { try? JSONValue(parsing: $0) }
    }

    static let words = [
        "{", "}", "[", "]", ",", ":", "\"", "\\u0000", "\\ud800", "null", "true", "1e999", "-0",
        "\"type\":", "\"kvStore.", "\"requestId\":", "\"params\":", "\"instanceId\":", "\"key\":",
        "\"namespace\":", "\"value\":", "\"ttlSeconds\":", "\"entries\":", "\"items\":",
        "\"limit\":",
    ]
}

extension String {
    /// Whether the text is of an error that the server did not expect.
    var isUnexpected: Bool {
        contains("an unexpected error") || contains("cannot be written")
    }
}
