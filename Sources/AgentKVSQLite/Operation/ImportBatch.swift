internal import AgentKV

/// The lines of one transaction of an import.
struct ImportBatch: Sendable {
    let lines: [[UInt8]]
    /// The number of the last line before these.
    let lastLine: Int
    /// The header, if it was before these lines.
    let header: ExportHeader?
    /// What has become of the lines before.
    let result: ImportResult
    let options: ImportOptions

    /// Takes the lines, all or none, and returns the header and what has become of all lines so far.
    ///
    /// It takes the lines apart beside the caller's actor, which may be the main one.
    @concurrent
    func run(in database: SQLiteDatabase) async throws -> (ExportHeader?, ImportResult) {
        var header = header
        var records: [(line: Int, record: RecordLine)] = []
        records.reserveCapacity(lines.count)
        for (offset, bytes) in lines.enumerated() {
            let number = lastLine + offset + 1
            switch try parse(bytes, number, limits: database.limits) {
            case .empty: break
            case .record(let record): records.append((number, record))
            case .header(let found):
                guard number == 1 else {
                    throw error(number, "it is the first line of an export, amid another one")
                }
                header = found
            }
        }
        if records.isEmpty, header == nil || result.instanceID != nil { return (header, result) }
        let (found, read) = (header, records)
        let taken = try await database.write { try take(read, header: found, in: $0) }
        return (header, taken)
    }

    private func parse(
        _ bytes: [UInt8],
        _ number: Int,
        limits: StoreLimits
    ) throws(ImportError) -> ImportLine {
        do {
            return try ImportLine(bytes, limits: limits)
        } catch let problem as LineError {
            throw error(number, problem.reason, key: problem.key)
        } catch let problem {
            throw error(number, "it is no JSON: \(problem)")
        }
    }

    private func take(
        _ records: [(line: Int, record: RecordLine)],
        header: ExportHeader?,
        in session: WriteSession
    ) throws -> ImportResult {
        var result = result
        let id = try result.instanceID ?? instance(header, in: session)
        result.instanceID = id
        let isFromHere = header.map { $0.instance.id.utf8.elementsEqual(id.utf8) } ?? true
        if isFromHere, let header { try session.raiseRevision(to: header.revision) }
        for (line, record) in records {
            guard let namespace = options.namespace ?? record.namespace else {
                throw error(line, "it has no \"namespace\", and none is given", key: record.key)
            }
            let place = Place(instanceID: id, namespace: namespace)
            let origin = Place(instanceID: id, namespace: record.namespace ?? namespace)
            switch try session.take(
                record,
                in: place,
                existing: options.existing,
                // What comes back to where it was is the same record; elsewhere it is another one.
                keepsID: isFromHere && place == origin
            ) {
            case .set: result.recordsSet += 1
            case .setWithNewID:
                result.recordsSet += 1
                result.idsReplaced += 1
            case .kept: result.recordsKept += 1
            case .expired: result.recordsExpired += 1
            case .messagesSet, .messagesKept: break
            case .conflict:
                let place = "namespace \(JSONValue.string(namespace))"
                throw error(line, "there is a record at its key in \(place)", key: record.key)
            }
        }
        return result
    }

    private func instance(_ header: ExportHeader?, in session: WriteSession) throws -> String {
        if let instance = options.instance {
            return try options.autoCreateInstance
                ? session.ensureInstanceID(instance) : session.connection.requireInstance(instance)
        }
        guard let header else {
            throw error(1, "it does not say of which instance the lines are, and none is given")
        }
        return try session.ensureInstance(of: header)
    }

    private func error(_ line: Int, _ reason: String, key: String? = nil) -> ImportError {
        ImportError(line: line, key: key, reason: reason, recordsTaken: result.records)
    }
}
