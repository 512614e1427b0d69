/// The mirrored files of instances.
extension WriteSession {
    /// Notes that the row of an instance has been written.
    func touchInstance(_ id: String) {
        if mirror != nil { touchedInstances[InstanceFile.name(ofInstance: id)] = id }
    }

    /// Removes the file of an instance that is being deleted.
    ///
    /// From here until the commit nobody else writes files: one that is written meanwhile would be
    /// taken for a new instance later.
    func removeMirrorFile(ofInstance id: String) throws {
        guard let mirror else { return }
        touchInstance(id)
        if mirrorLock == nil { mirrorLock = try mirror.lock() }
        try mirror.removeFile(ofInstance: id)
    }

    /// Makes the files what the rows are, after the commit or when it came to nothing.
    func updateMirror() {
        if let mirror, !touchedInstances.isEmpty {
            mirror.update(touchedInstances.values, on: connection, holding: mirrorLock)
        }
        mirrorLock = nil
    }
}
