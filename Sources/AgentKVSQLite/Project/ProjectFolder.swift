internal import AgentKV
internal import Foundation

/// Where Codebolt's `kvStore` keeps things in the folder of a project.
struct ProjectFolder: Sendable {
    let path: String

    /// Takes a path, unless it cannot be that of a folder.
    init(_ path: String) throws(StoreError) {
        let problem: String? =
            switch path {
            case "": "the path is empty"
            case _ where path.utf8.contains(0): "the path contains U+0000"
            default: nil
            }
        if let problem { throw .storage(.cannotOpen, reason: problem) }
        self.path = path
    }

    /// The folder of the database, which other tools of the project share.
    private var databaseFolder: String { "\(path)/.codebolt/db" }

    var databasePath: String { "\(databaseFolder)/project.db" }

    /// The folder of the files that say what is known of the instances.
    var instancesFolder: String { "\(path)/.codebolt/kvstore/instances" }

    /// Makes the folders that are missing.
    func makeFolders() throws(StoreError) {
        for folder in [databaseFolder, instancesFolder] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder,
                    withIntermediateDirectories: true
                )
            } catch {
                throw .storage(
                    .cannotOpen,
                    reason: "\(folder): the folder cannot be made: \(error.localizedDescription)"
                )
            }
        }
    }
}
