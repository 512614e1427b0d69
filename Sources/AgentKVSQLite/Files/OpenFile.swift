internal import Foundation

/// A file or folder that is open, for as long as this is held; one thread uses it at a time.
///
/// It is never a file of a database that this process has open: see ``OpenDatabases``. A call that a
/// signal interrupts is made again, and what is
/// written is written whole.
struct OpenFile: ~Copyable {
    private let descriptor: Int32

    /// Opens a path, with the flags of `open(2)`; `purpose` is what cannot be done if that fails.
    init(
        _ path: String,
        _ flags: Int32,
        mode: mode_t = 0,
        _ purpose: Purpose
    ) throws(FileFailure) {
        if OpenDatabases.shared.contains(FileIdentity(of: path)) { throw .isDatabase }
        let descriptor = open(path, flags | O_CLOEXEC, mode)
        if descriptor < 0 { throw purpose.failure }
        // Another file may have come to the path meanwhile.
        if OpenDatabases.shared.contains(FileIdentity(of: descriptor)) {
            OpenDatabases.shared.close(descriptor)
            throw .isDatabase
        }
        self.descriptor = descriptor
    }

    deinit { OpenDatabases.shared.close(descriptor) }

    /// What the file is opened for, as an error says it.
    enum Purpose: String {
        case reading = "it cannot be read"
        case writing = "it cannot be written"
        case locking = "it cannot be locked"

        /// The failure of the last call of the system.
        var failure: FileFailure { FileFailure(rawValue, errno) }
    }

    /// What the system knows of the file.
    var status: stat? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }

    /// Reads up to so many bytes; none at the end.
    func read(upTo count: Int) throws(FileFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        while true {
            let got = bytes.withUnsafeMutableBytes {
                Foundation.read(descriptor, $0.baseAddress, $0.count)
            }
            if got < 0, errno == EINTR { continue }
            if got < 0 { throw Purpose.reading.failure }
            bytes.removeSubrange(got...)
            return bytes
        }
    }

    /// Writes all of the bytes.
    func write(_ bytes: [UInt8]) throws(FileFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw Purpose.writing.failure }
            rest = rest.dropFirst(count)
        }
    }

    /// Returns when the disk has what was written; of a folder, the names in it.
    ///
    /// Some file systems know no such thing for a folder: that is no failure.
    func synchronize() throws(FileFailure) {
        if fsync(descriptor) != 0, errno != EINVAL { throw Purpose.writing.failure }
    }

    /// Takes the lock on the file if nobody has it, and returns what kept it from doing so.
    func tryLock() -> Int32? {
        flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? nil : errno
    }
}
