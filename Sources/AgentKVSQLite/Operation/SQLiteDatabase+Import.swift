internal import AgentKV

extension SQLiteDatabase {
    /// Takes the records of a file that
    /// ``export(instance:namespace:toFile:overwrite:progress:)`` has written, or that has such lines.
    ///
    /// - A record becomes what it was: value, metadata, times, end of its lifetime and writers. What a
    ///   line leaves out is as for a new record; it has at least `key` and `value`. Records whose
    ///   lifetime is over are left out.
    /// - An inbox has the messages again that were lent, until the end of their leases, and what was known
    ///   of all of them; a line has `key` and `messages` alone where none waited.
    /// - A record keeps its id where it comes back to its instance, namespace and key; without a first
    ///   line of an export the instance is the one that takes the records. Elsewhere it is another
    ///   record: it has the id of the one that it replaces, or a new one. So it has where another
    ///   record has its id, as the second one of two lines: ``ImportResult/idsReplaced`` counts these.
    /// - The lines are taken in transactions of up to 1,000 lines or 8 MiB, and writers come in
    ///   between; of one with a bad line nothing is taken, and those before it stay. With
    ///   `allOrNothing` there is one transaction, for which all lines are kept in memory.
    /// - Each record that is set is announced like any other write.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - instance: The id or the name of the instance that takes the records; nil for the one that
    ///     the first line names, by its id, which is made as it was if it is missing. The data of a
    ///     user goes into the instance that the user has here.
    ///   - namespace: The namespace that takes the records; nil for those that they were in.
    ///   - autoCreateInstance: Whether an instance that is missing is made, of the name given.
    ///   - existing: What is done with records whose keys are there already, also by an earlier line.
    ///   - allOrNothing: Whether a bad line undoes everything.
    ///   - progress: Is told, after each transaction but the last, how many records have been taken.
    /// - Returns: What has become of the records.
    /// - Throws: ``ImportError`` for the first line that cannot be taken;
    ///   ``/AgentKV/StoreError/unknownInstance(_:reason:)``,
    ///   ``/AgentKV/StoreError/duplicateInstance(_:reason:)`` if the instance is to be made and another
    ///   one has its name, ``/AgentKV/StoreError/storage(_:reason:)`` where the file cannot be read, or belongs to a
    ///   database that this process has open.
    @discardableResult
    public func importFile(
        _ path: String,
        into instance: String? = nil,
        namespace: String? = nil,
        autoCreateInstance: Bool = false,
        existing: ExistingRecords = .fail,
        allOrNothing: Bool = false,
        progress: (OperationProgress) -> Void = { _ in }
    ) async throws -> ImportResult {
        let options = ImportOptions(
            instance: instance,
            namespace: namespace,
            autoCreateInstance: autoCreateInstance,
            existing: existing,
            allOrNothing: allOrNothing
        )
        var importer = try Importer(self, options)
        let reader = try await Self.onThread { try LineReader(path: path) }
        while true {
            try Task.checkCancellation()
            let lines = try await Self.onThread { try reader.next(bytes: 1 << 18) }
            if lines.isEmpty { return try await importer.finish() }
            for line in lines {
                if let taken = try await importer.take(line) { progress(taken) }
            }
        }
    }

    /// Takes records from lines of JSON, as
    /// ``importFile(_:into:namespace:autoCreateInstance:existing:allOrNothing:progress:)`` does from a
    /// file.
    ///
    /// - Parameters:
    ///   - lines: The lines, each with a whole record, such as ``export(instance:namespace:)`` returns.
    ///   - instance: The instance that takes the records; nil for the one that the first line names.
    ///   - namespace: The namespace that takes the records; nil for those that they were in.
    ///   - autoCreateInstance: Whether an instance that is missing is made, of the name given.
    ///   - existing: What is done with records whose keys are there already.
    ///   - allOrNothing: Whether a bad line undoes everything.
    ///   - progress: Is told, after each transaction but the last, how many records have been taken.
    /// - Returns: What has become of the records.
    /// - Throws: What reading a file throws, and what the lines throw themselves.
    @discardableResult
    public func importLines<Lines: AsyncSequence>(
        _ lines: Lines,
        into instance: String? = nil,
        namespace: String? = nil,
        autoCreateInstance: Bool = false,
        existing: ExistingRecords = .fail,
        allOrNothing: Bool = false,
        progress: (OperationProgress) -> Void = { _ in }
    ) async throws -> ImportResult where Lines.Element: StringProtocol {
        let options = ImportOptions(
            instance: instance,
            namespace: namespace,
            autoCreateInstance: autoCreateInstance,
            existing: existing,
            allOrNothing: allOrNothing
        )
        var importer = try Importer(self, options)
        for try await line in lines {
            try Task.checkCancellation()
            if let taken = try await importer.take(Array(line.utf8)) { progress(taken) }
        }
        try Task.checkCancellation()
        return try await importer.finish()
    }
}
