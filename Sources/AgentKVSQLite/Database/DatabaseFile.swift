internal import AgentKV
internal import Foundation

/// The path of a database file, as it was given.
struct DatabaseFile: Sendable {
    let path: String

    /// Takes a path, unless it cannot be that of a file.
    init(_ path: String) throws(StoreError) {
        let problem: String? =
            switch path {
            case "": "the path is empty"
            case ":memory:": "a database in memory is opened with SQLiteDatabase.inMemory()"
            case _ where path.utf8.contains(0): "the path contains U+0000"
            default: nil
            }
        if let problem { throw .storage(.cannotOpen, reason: problem) }
        self.path = path
    }

    /// The path for SQLite, which may be built to take what begins with `file:` for a URI.
    var pathForSQLite: String {
        path.utf8.starts(with: "file:".utf8) ? "./\(path)" : path
    }

    /// The error for whoever opens the file, from what has gone wrong with it.
    func failure(_ error: any Error) -> any Error {
        guard case StoreError.storage(let problem, let reason) = error.forCaller else {
            return error
        }
        let said = problem == .cannotOpen ? obstacle.map { "\($0); \(reason)" } : nil
        return StoreError.storage(problem, reason: "\(path): \(said ?? reason)")
    }

    /// What SQLite does not say about a file that cannot be opened.
    private var obstacle: String? {
        let (files, folder) = (FileManager.default, (path as NSString).deletingLastPathComponent)
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: path, isDirectory: &isFolder) {
            return isFolder.boolValue ? "it is a folder" : nil
        }
        if folder.isEmpty || files.fileExists(atPath: folder, isDirectory: &isFolder) {
            return isFolder.boolValue || folder.isEmpty ? nil : "\(folder) is no folder"
        }
        return "there is no folder \(folder)"
    }
}
