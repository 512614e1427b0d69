import AgentKV
import AgentKVSQLite
import Foundation

/// Runs `body` with the path of a folder that is there for that time only.
func withFolder<R>(_ body: (String) async throws -> R) async throws -> R {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("agentkv-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
}

/// Runs `body` with a database in memory or in a file, which is closed afterwards.
func withDatabase<R>(
    inFile: Bool,
    configuration: SQLiteDatabase.Configuration = .init(),
    _ body: (SQLiteDatabase) async throws -> R
) async throws -> R {
    guard inFile else { return try await body(.inMemory(configuration: configuration)) }
    return try await withFolder { folder in
        var configuration = configuration
        configuration.synchronous = .normal
        let database = try await SQLiteDatabase(
            path: "\(folder)/data.sqlite",
            configuration: configuration
        )
        do {
            let result = try await body(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }
}

/// The names of what is in a folder, sorted.
func contents(of folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
}

extension AsyncSequence {
    /// All elements.
    func collected() async throws -> [Element] {
        var elements: [Element] = []
        for try await element in self { elements.append(element) }
        return elements
    }
}

/// Lines that are there already, as a sequence to wait for.
func stream(_ lines: [String]) -> AsyncStream<String> {
    AsyncStream { continuation in
        for line in lines { continuation.yield(line) }
        continuation.finish()
    }
}
