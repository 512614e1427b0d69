extension SQLiteDatabase {
    /// Opens the database of a project, in the layout of Codebolt's `kvStore`.
    ///
    /// - The database is `.codebolt/db/project.db`; other tools may have tables in it.
    /// - What is known of an instance is also in `.codebolt/kvstore/instances/{id}.json`: `id`, `name`,
    ///   `description`, `createdAt` and `updatedAt` (ISO 8601, in UTC). The number of records and the
    ///   namespaces are live and not there. The file is written when a call that changes the instance
    ///   has committed, and before it returns; it is gone before a deletion commits. What an id has that
    ///   cannot be in the name of a file is percent-encoded.
    /// - Opening it writes the files that are missing, and makes instances of files that others have
    ///   put there. Of a file and an instance that differ the one changed later counts.
    /// - A file that cannot be read as that of an instance is left alone, and one that cannot be
    ///   written does not make a call fail that has committed: ``mirrorProblems`` tells of them. The
    ///   file is written when the instance is next changed, or the project next opened. A file that
    ///   cannot be removed does keep its instance from being deleted.
    ///
    /// - Parameters:
    ///   - project: The path of the folder; it and the folders in it are made if they are missing.
    ///   - configuration: How the database is opened.
    /// - Throws: What ``init(path:configuration:)`` does, also where a folder cannot be made.
    public convenience init(
        project: String,
        configuration: Configuration = Configuration()
    ) async throws {
        let folder = try ProjectFolder(project)
        let file = try DatabaseFile(folder.databasePath)
        let opened = try await Self.onThread {
            try folder.makeFolders()
            let mirror = InstanceMirror(folder: folder.instancesFolder, configuration)
            return try OpenedDatabase(file, configuration, mirror: mirror)
        }
        self.init(opened, configuration: configuration)
    }

    /// The files of the project that should say what is known of an instance, and do not; empty for
    /// a database that was not opened by its project.
    public var mirrorProblems: [MirrorProblem] { mirror?.currentProblems ?? [] }
}
