internal import AgentKV
internal import Foundation

/// A file that is written beside its place, and put there when it is complete.
///
/// So what is at the place is at every moment whole, or not there, or what was there before.
struct NewFile: Sendable {
    /// The place.
    let path: String
    /// Where it is written.
    let temporaryPath: String
    private let folder: String
    private let overwrites: Bool

    /// Makes an empty file beside the place, readable by those who can read the database.
    ///
    /// - Parameters:
    ///   - path: The place.
    ///   - overwrites: Whether a file that is there is replaced.
    ///   - database: The path of the database; nil for one in memory.
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)``, also where a database is open at the place.
    init(at path: String, overwrites: Bool, like database: String?) throws(StoreError) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let name = slash.map { path[path.utf8.index(after: $0)...] } ?? path[...]
        if name.isEmpty || path.utf8.contains(0) {
            throw .storage(.cannotOpen, reason: "\"\(path)\" is no path of a file")
        }
        self.path = path
        self.overwrites = overwrites
        folder = slash.map { String(path[...$0]) } ?? "."
        temporaryPath = "\(folder)/.agentkv-\(UUID().uuidString.lowercased()).tmp"
        try OpenDatabases.shared.whileUnused(path) { () throws(StoreError) in
            try Self.checkPlace(path, overwrites: overwrites)
        }
        let mode = Self.mode(like: database) | 0o600
        do {
            _ = try OpenFile(temporaryPath, O_WRONLY | O_CREAT | O_EXCL, mode: mode, .writing)
        } catch {
            throw error.storeError(path)
        }
    }

    /// Puts the file where it belongs, once all of it is on the disk.
    ///
    /// A database that has been opened there meanwhile stays.
    func putInPlace() throws(StoreError) {
        try Self.synchronize(temporaryPath, flags: O_RDONLY)
        if !overwrites {
            // Other than renaming, linking never replaces what has come there meanwhile.
            if link(temporaryPath, path) == 0 {
                unlink(temporaryPath)
                return try Self.synchronize(folder, flags: O_RDONLY | O_DIRECTORY)
            }
        }
        try OpenDatabases.shared.whileUnused(path) { () throws(StoreError) in
            try Self.checkPlace(path, overwrites: overwrites)
            if rename(temporaryPath, path) != 0 {
                throw OpenFile.Purpose.writing.failure.storeError(path)
            }
        }
        try Self.synchronize(folder, flags: O_RDONLY | O_DIRECTORY)
    }

    /// Removes what has been written so far, with what SQLite may have put beside it.
    func discard() {
        for suffix in ["", "-journal", "-wal", "-shm"] { unlink(temporaryPath + suffix) }
    }
}

extension NewFile {
    /// Throws unless a file can be put there.
    private static func checkPlace(_ path: String, overwrites: Bool) throws(StoreError) {
        try checkNoLog(besides: path)
        var info = stat()
        guard lstat(path, &info) == 0 else { return }
        if info.st_mode & S_IFMT == S_IFDIR {
            throw FileFailure("it is no place for a file", EISDIR).storeError(path)
        }
        if !overwrites {
            throw .storage(
                .failed,
                reason: "\(path): a file is there, and is not to be overwritten"
            )
        }
    }

    /// Throws if there is a log beside the place: it has writes to the database there, and SQLite would
    /// apply it to another that is put there.
    private static func checkNoLog(besides path: String) throws(StoreError) {
        for suffix in ["-wal", "-journal"] where size(of: path + suffix) > 0 {
            throw .storage(
                .failed,
                reason: "\(path): \(path + suffix) is beside it, so a database there was not "
                    + "closed; open and close it, or remove that file"
            )
        }
    }

    private static func size(of path: String) -> Int64 {
        var info = stat()
        return stat(path, &info) == 0 ? Int64(info.st_size) : 0
    }

    private static func mode(like path: String?) -> mode_t {
        var info = stat()
        guard let path, stat(path, &info) == 0 else { return 0o600 }
        return info.st_mode & 0o666
    }

    private static func synchronize(_ path: String, flags: Int32) throws(StoreError) {
        do {
            try OpenFile(path, flags, .writing).synchronize()
        } catch {
            throw error.storeError(path)
        }
    }
}
