import AgentKV
import AgentKVTesting

/// The examples that hostile queries are made from: the files in `Tests/Corpus`.
enum Corpus {
    static func queries() throws -> [[UInt8]] {
        let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return try HostileInput.corpus(folder: "/\(tests)/Corpus/query")
    }

    static let queryWords = [
        "{", "}", "[", "]", ",", ":", "\"", "\\\\", "\\.", "\\u0000", "null", "true", "1", "1e300",
        "\"from\":", "\"instance\":", "\"namespace\":", "\"where\":", "\"select\":", "\"order\":",
        "\"orderBy\":", "\"limit\":", "\"offset\":", "\"field\":", "\"operator\":", "\"value\":",
        "\"direction\":", "\"asc\"", "\"desc\"", "\"key\"", "\"value\"", "\"value.a\"",
        "\"updated_at\"", "\"expiresAt\"", "\"=\"", "\"!=\"", "\"in\"", "\"exists\"",
        "\"contains\"", "\"starts_with\"", "\"endsWith\"", "\"gte\"",
    ]
}
