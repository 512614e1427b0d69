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
    ///   - overwrite: Whether a file that is there is replaced. A file of a database that is open, in
    ///     this process or another, never is, nor one that has a log beside it.
    ///   - progress: Is told, after each mebibyte or so, how many pages are copied.
    /// - Returns: The revision of the last write that is in the copy.
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` where it cannot be written; with
    ///   ``/AgentKV/StorageProblem/inUse`` where a database is open there.
    @discardableResult
    public func backup(
        to path: String,
        overwrite: Bool = false,
        progress: (OperationProgress) -> Void = { _ in }
    ) async throws -> Revision {
        let own = self.path
        return try await withSnapshot { snapshot in
            let file = try await snapshot.run { _ in
                try NewFile(at: path, overwrites: overwrite, like: own)
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
