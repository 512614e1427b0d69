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
        // What is no plain file must not make the caller wait.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT { return nil }
            throw FileFailure("it cannot be read", errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw FileFailure("it is no plain file", EINVAL)
        }
        guard status.st_size <= limit else { throw FileFailure("it is too large", EFBIG) }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var count = 0
        while count < bytes.count {
            let got = bytes[count...].withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress, $0.count)
            }
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw FileFailure("it cannot be read", errno) }
            if got == 0 { break }
            count += got
        }
        return Array(bytes.prefix(count))
    }

    /// Replaces the file, so that whoever reads it finds the old text or the new one.
    ///
    /// One caller at a time does this in a folder; what a crash has left half written is
    /// overwritten by the next.
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
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw FileFailure("it cannot be written", errno) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw FileFailure("it cannot be written", errno) }
            rest = rest.dropFirst(count)
        }
        if isDurable, fsync(descriptor) != 0 { throw FileFailure("it cannot be written", errno) }
    }

    /// Makes the folder's list of names durable, where the file system knows how.
    private func syncFolder() {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { return }
        fsync(descriptor)
        close(descriptor)
    }
}
