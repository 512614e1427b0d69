internal import AgentKV
internal import Dispatch

extension SQLiteDatabase {
    /// Opens the database in a file, which is made if it is missing.
    ///
    /// - Parameters:
    ///   - path: The path of the file, absolute or from the working directory; its folder is there.
    ///   - configuration: How it is opened.
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` where the file cannot be opened or made,
    ///   is no database, may only be read, is held by others for too long, or was written by a later
    ///   version of this library. The file is then as it was.
    public convenience init(
        path: String,
        configuration: Configuration = Configuration()
    ) async throws {
        let file = try DatabaseFile(path)
        let opened = try await Self.onThread { try OpenedDatabase(file, configuration) }
        self.init(opened, configuration: configuration)
    }

    /// Opens a new database in memory, which is gone when it is closed or let go.
    ///
    /// It has one connection: a read waits while others write.
    public static func inMemory(
        configuration: Configuration = Configuration()
    ) async throws -> SQLiteDatabase {
        let opened = try await onThread { try OpenedDatabase(inMemory: configuration) }
        return SQLiteDatabase(opened, configuration: configuration)
    }

    /// Opening reads and writes files: not on the caller's thread.
    static func onThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R
    {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result(catching: body).mapError(\.forCaller))
            }
        }
    }
}
