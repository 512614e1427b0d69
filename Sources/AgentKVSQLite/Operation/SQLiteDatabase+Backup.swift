public import AgentKV

extension SQLiteDatabase {
    /// How many pages are copied between two looks at whether the task is cancelled.
    private static var pagesOfStep: Int32 { 256 }

    /// Copies the database to a file, while others read and write.
    ///
    /// - The copy is the database as it was at one moment, at the beginning. Writers go on; what they
    ///   write meanwhile stays in the write-ahead log, which grows for as long as the copy takes. A
    ///   database in memory is first copied in memory, and its writers wait for that.
    /// - It is written beside the place under a name that begins with `.agentkv-`, and renamed when
    ///   all of it is on the disk. A copy that fails or is cancelled leaves nothing behind.
    /// - It is one file and ready to be opened by ``SQLiteDatabase/init(path:configuration:)``. Those
    ///   who may read the database may read it.
    ///
    /// - Parameters:
    ///   - path: The path of the copy.
    ///   - overwrite: Whether a file that is there is replaced. A file of this database never is, and
    ///     no other database that has a log beside it, and so may be open.
    ///   - progress: Is told, after each mebibyte or so, how many pages are copied.
    /// - Returns: The revision of the last write that is in the copy.
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` where it cannot be written.
    @discardableResult
    public func backup(
        to path: String,
        overwrite: Bool = false,
        progress: (OperationProgress) -> Void = { _ in }
    ) async throws -> Revision {
        try await operations.perform {
            let snapshot = try await snapshot()
            let file = try await snapshot.run { connection in
                let file = try NewFile(at: path, overwrites: overwrite, besides: connection.path)
                try NewFile.checkNoLog(besides: path)
                return file
            }
            do {
                let run = try await snapshot.run { try BackupRun(from: $0, to: file) }
                while let step = try await snapshot.run({ _ in
                    try run.step(pages: Self.pagesOfStep)
                }) {
                    progress(step)
                }
                progress(try await snapshot.run { _ in run.finish() })
                return try await snapshot.run { connection in
                    try run.closeFile()
                    try file.putInPlace()
                    return try connection.lastRevision()
                }
            } catch {
                try await snapshot.runToEnd { _ in file.discard() }
                throw error
            }
        }
    }
}
