internal import AgentKV

extension SQLiteDatabase {
    /// Returns the records of an instance, or of a namespace of it, as lines of JSON.
    ///
    /// ``importLines(_:into:namespace:autoCreateInstance:existing:allOrNothing:progress:)`` takes
    /// them.
    ///
    /// - Parameters:
    ///   - instance: The id or the name of the instance; if there is none, the lines begin with
    ///     ``/AgentKV/StoreError/unknownInstance(_:reason:)``.
    ///   - namespace: The namespace; nil for all.
    /// - Returns: The lines, read as they are asked for.
    public func export(instance: String, namespace: String? = nil) -> RecordLines {
        RecordLines(database: self, instance: instance, namespace: namespace)
    }

    /// Writes the records of an instance, or of a namespace of it, to a file as lines of JSON.
    ///
    /// They are the lines of ``export(instance:namespace:)``, of one moment. The file is written beside
    /// its place and renamed when all of it is on the disk: an export that fails or is cancelled
    /// leaves nothing behind. Those who may read the database may read it.
    ///
    /// - Parameters:
    ///   - instance: The id or the name of the instance.
    ///   - namespace: The namespace; nil for all.
    ///   - path: The path of the file.
    ///   - overwrite: Whether a file that is there is replaced. A file of a database that is open, in
    ///     this process or another, never is, nor one that has a log beside it.
    ///   - progress: Is told, after some hundred records or a mebibyte, how many are written.
    /// - Returns: How many records are in the file.
    /// - Throws: ``/AgentKV/StoreError/unknownInstance(_:reason:)``,
    ///   ``/AgentKV/StoreError/storage(_:reason:)`` where the file cannot be written,
    ///   ``/AgentKV/StoreError/invalidValue(key:reason:)`` for a stored value that is no JSON.
    @discardableResult
    public func export(
        instance: String,
        namespace: String? = nil,
        toFile path: String,
        overwrite: Bool = false,
        progress: (OperationProgress) -> Void = { _ in }
    ) async throws -> Int {
        let own = self.path
        return try await withSnapshot { snapshot in
            let cursor = try await ExportCursor.begin(instance, namespace, of: self, on: snapshot)
            let file = try await snapshot.run { _ in
                try NewFile(at: path, overwrites: overwrite, like: own)
            }
            do {
                let writer = try await snapshot.run { _ in try FileWriter(path: file.temporaryPath)
                }
                var written = 0
                while true {
                    let page = try await snapshot.run { connection in
                        try writer.write(cursor.nextPage(on: connection))
                    }
                    if page.lines.isEmpty { break }
                    written += page.records
                    progress(OperationProgress(completed: written, total: cursor.total))
                }
                try await snapshot.run { _ in try file.putInPlace() }
                return written
            } catch {
                try await snapshot.runToEnd { _ in file.discard() }
                throw error
            }
        }
    }
}

extension FileWriter {
    /// Writes the lines of a page, and returns it.
    fileprivate func write(_ page: ExportCursor.Page) throws(StoreError) -> ExportCursor.Page {
        var bytes: [UInt8] = []
        for line in page.lines {
            bytes += line.utf8
            bytes.append(UInt8(ascii: "\n"))
        }
        try write(bytes)
        return page
    }
}
