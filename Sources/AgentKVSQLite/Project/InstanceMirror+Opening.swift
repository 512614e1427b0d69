internal import AgentKV
internal import Foundation

/// Rows and files of a project that is being opened.
extension InstanceMirror {
    /// Makes instances of files that others have made.
    ///
    /// A file without a row becomes one. Where both are there, the file has its way if it is the
    /// newer one, or the row only stands for an instance of which no more was known than its id.
    func importFiles(on connection: Connection, at now: Int64) throws {
        if imports(of: readFiles(now), into: try connection.allMetadata()).isEmpty { return }
        try connection.writing {
            // Nobody deletes an instance meanwhile: what has no row now is not one being deleted.
            for row in imports(of: readFiles(now), into: try connection.allMetadata()) {
                try connection.write(row)
            }
        }
    }

    /// Writes the files that are missing or not what the rows are.
    ///
    /// What cannot be read as the file of an instance is left alone.
    func writeMissingFiles(on connection: Connection) throws {
        let unreadable = Set(currentProblems.map(\.path))
        let ids = try connection.allMetadata().values.map(\.id).filter {
            !unreadable.contains("\(folder)/\(InstanceFile.name(ofInstance: $0))")
        }
        if !ids.isEmpty { update(ids, on: connection) }
    }

    /// Returns what of the files goes into rows, both by the names of the files.
    private func imports(
        of files: [String: InstanceMetadata],
        into rows: [String: InstanceMetadata]
    ) -> [InstanceMetadata] {
        files.compactMap { name, file in
            guard let row = rows[name] else { return file }
            if row.isPlaceholder, !file.isPlaceholder { return file }
            guard file.updatedAt > row.updatedAt else { return nil }
            var changed = file
            changed.createdAt = row.createdAt
            return changed
        }
    }

    /// Returns what the files say, by their names, and notes those that say nothing.
    private func readFiles(_ now: Int64) -> [String: InstanceMetadata] {
        var found: [String: InstanceMetadata] = [:]
        for name in fileNames() {
            attempt(name) { found[name] = try read(name, now) }
        }
        return found
    }

    private func read(_ name: String, _ now: Int64) throws -> InstanceMetadata? {
        guard let bytes = try SmallFile(folder: folder, name: name).bytes() else { return nil }
        let metadata = try InstanceFile.metadata(in: InstanceFile.object(in: bytes), now: now)
        let expected = InstanceFile.name(ofInstance: metadata.id)
        guard name == expected else {
            throw InstanceFile.Flaw("the file of the instance that it describes is \(expected)")
        }
        return metadata
    }

    /// The names of the files that are meant to mirror instances.
    private func fileNames() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(InstanceFile.suffix) && !$0.hasPrefix(".") }
    }
}
