internal import Foundation

/// Reads, replaces and removes a small file as a whole.
struct SmallFile {
    let folder: String
    let name: String

    private var path: String { "\(folder)/\(name)" }

    /// Returns the bytes of the file; nil if there is none.
    ///
    /// - Throws: ``FileFailure``, also for what is no plain file or larger than `limit`.
    func bytes(limit: Int = 1 << 20) throws(FileFailure) -> [UInt8]? {
        let file: OpenFile
        do {
            // What is no plain file must not make the caller wait.
            file = try OpenFile(path, O_RDONLY | O_NONBLOCK, .reading)
        } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
        guard let status = file.status, status.st_mode & S_IFMT == S_IFREG else {
            throw FileFailure("it is no plain file", EINVAL)
        }
        guard status.st_size <= limit else { throw FileFailure("it is too large", EFBIG) }
        var bytes: [UInt8] = []
        while bytes.count < status.st_size {
            let more = try file.read(upTo: Int(status.st_size) - bytes.count)
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }

    /// Replaces the file, so that whoever reads it finds the old text or the new one.
    ///
    /// One caller at a time does this in a folder; what a crash has left half written is
    /// removed by the next.
    func replace(with text: String, isDurable: Bool) throws(FileFailure) {
        let temporary = SmallFile(folder: folder, name: ".instance.tmp")
        do throws(FileFailure) {
            try temporary.write(text, isDurable: isDurable)
            if rename(temporary.path, path) != 0 {
                throw FileFailure("it cannot be replaced", errno)
            }
        } catch {
            unlink(temporary.path)
            throw error
        }
        if isDurable { syncFolder() }
    }

    /// Removes the file; one that is not there is fine.
    func remove(isDurable: Bool) throws(FileFailure) {
        if unlink(path) != 0 {
            if errno == ENOENT { return }
            throw FileFailure("it cannot be removed", errno)
        }
        if isDurable { syncFolder() }
    }

    private func write(_ text: String, isDurable: Bool) throws(FileFailure) {
        // Made anew: what has that name may be a link to another file, whose text would be gone.
        unlink(path)
        let flags = O_WRONLY | O_CREAT | O_EXCL
        let file = try OpenFile(path, flags, mode: 0o666, .writing)
        try file.write(Array(text.utf8))
        if isDurable { try file.synchronize() }
    }

    /// Makes the folder's list of names durable, where that can be done.
    private func syncFolder() {
        try? OpenFile(folder, O_RDONLY | O_DIRECTORY, .writing).synchronize()
    }
}
