internal import AgentKV

/// The files in which a project keeps what is known of its instances, beside the database.
///
/// The rows are what counts; the files follow. A file is written after the commit, from the row as
/// it is then, and removed before the commit that deletes the row: whatever is interrupted where, a
/// file without a row is that of an instance that others have made. Who writes or removes files
/// holds a lock on their folder, also while it commits a deletion, so that of several processes the
/// last one to write has read the last row.
///
/// A file that cannot be written does not make a write fail that is durable: it is noted as a
/// problem, and written when the instance is next changed or the project next opened.
final class InstanceMirror: Sendable {
    let folder: String
    let isDurable: Bool
    private let patience: Duration
    /// Why files are not what they should be, by their names.
    private let problems = Lock([String: String]())

    init(folder: String, _ configuration: SQLiteDatabase.Configuration) {
        self.folder = folder
        isDurable = configuration.synchronous == .full
        patience = configuration.longestWait
    }

    /// Waits until no other process writes files of the folder.
    ///
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` if that takes too long.
    func lock() throws -> FolderLock {
        do {
            return try FolderLock(folder, patience: patience)
        } catch let failure as FileFailure {
            throw failure.storeError(folder)
        }
    }

    /// Removes the file of an instance; one that is not there is fine.
    func removeFile(ofInstance id: String) throws {
        let file = file(ofInstance: id)
        do {
            try file.remove(isDurable: isDurable)
            note(nil, of: file.name)
        } catch {
            throw error.storeError("\(folder)/\(file.name)")
        }
    }

    /// Makes the files of these instances what their rows are; where that fails, it is noted.
    ///
    /// The caller may have the lock already.
    func update(
        _ ids: some Sequence<String>,
        on connection: Connection,
        holding lock: FolderLock? = nil
    ) {
        do {
            let lock = try lock ?? self.lock()
            for id in ids {
                attempt(file(ofInstance: id).name) { try update(id, on: connection) }
            }
            withExtendedLifetime(lock) {}
        } catch {
            for id in ids { note(error.mirrorReason, of: file(ofInstance: id).name) }
        }
    }

    private func update(_ id: String, on connection: Connection) throws {
        let file = file(ofInstance: id)
        guard let row = try connection.metadata(ofInstance: id) else {
            return try file.remove(isDurable: isDurable)
        }
        let present = try? file.bytes()
        let members = present.flatMap { try? InstanceFile.object(in: $0) }
        let text = try InstanceFile.text(of: row, over: members)
        if let present, present.elementsEqual(text.utf8) { return }
        try file.replace(with: text, isDurable: isDurable)
    }

    func file(ofInstance id: String) -> SmallFile {
        SmallFile(folder: folder, name: InstanceFile.name(ofInstance: id))
    }
}

/// What is wrong with files.
extension InstanceMirror {
    /// Runs `body`, and notes whether something is wrong with that file.
    func attempt(_ name: String, _ body: () throws -> Void) {
        do {
            try body()
            note(nil, of: name)
        } catch {
            note(error.mirrorReason, of: name)
        }
    }

    /// Notes what is wrong with a file; nil if nothing is.
    private func note(_ reason: String?, of name: String) {
        problems.withLock { $0[name] = reason }
    }

    /// The files with which something is wrong, by name.
    var currentProblems: [MirrorProblem] {
        problems.withLock { $0 }
            .map { MirrorProblem(path: "\(folder)/\($0)", reason: $1) }
            .sorted { $0.path < $1.path }
    }
}

extension Error {
    fileprivate var mirrorReason: String {
        switch self {
        case let failure as FileFailure: failure.reason
        case let flaw as InstanceFile.Flaw: flaw.reason
        default: "\(forCaller)"
        }
    }
}
