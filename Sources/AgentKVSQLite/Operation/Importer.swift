internal import AgentKV

/// How records are imported.
struct ImportOptions: Sendable {
    /// The id or name of the instance; nil for the one that was exported.
    let instance: String?
    /// The namespace of all records; nil for those that they were in.
    let namespace: String?
    let autoCreateInstance: Bool
    let existing: ExistingRecords
    let allOrNothing: Bool
}

/// The taking of lines into a database, so many in a transaction.
struct Importer {
    /// A transaction ends with the line that reaches one of these bounds.
    private static let linesOfBatch = 1_000
    private static let bytesOfBatch = 8 << 20

    let database: SQLiteDatabase
    let options: ImportOptions
    private var batch: [[UInt8]] = []
    private var bytes = 0
    /// The number of the last line before the batch.
    private var lastLine = 0
    private var header: ExportHeader?
    private var result = ImportResult()

    init(_ database: SQLiteDatabase, _ options: ImportOptions) throws(StoreError) {
        self.database = database
        self.options = options
        if let namespace = options.namespace {
            try database.limits.checkName(namespace, of: "a namespace")
        }
        if options.autoCreateInstance, let instance = options.instance {
            try database.limits.checkName(instance, of: "an instance")
        }
    }

    /// Takes a line, and returns how many records are in the database by now, if that has changed.
    mutating func take(_ line: [UInt8]) async throws -> OperationProgress? {
        batch.append(line)
        bytes += line.count
        if options.allOrNothing || batch.count < Self.linesOfBatch && bytes < Self.bytesOfBatch {
            return nil
        }
        try await flush()
        return OperationProgress(completed: result.records)
    }

    /// Takes what is left.
    mutating func finish() async throws -> ImportResult {
        try await flush()
        return result
    }

    private mutating func flush() async throws {
        let work = ImportBatch(
            lines: batch,
            lastLine: lastLine,
            header: header,
            result: result,
            options: options
        )
        let database = database
        (header, result) = try await work.run(in: database)
        lastLine += batch.count
        batch.removeAll(keepingCapacity: true)
        bytes = 0
    }
}
