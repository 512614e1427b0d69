internal import Foundation

/// The lock by which SQLite tells who has a database file open.
///
/// It is on bytes of the file itself, which the format leaves free for that: a connection that reads has
/// a shared lock on some of them, and with a write-ahead log it keeps that until it is closed. The
/// numbers are part of the file format ("the lock-byte page").
enum DatabaseLock {
    private static let start: Int64 = 0x4000_0000
    private static let length: Int64 = 512

    /// Takes the lock for this process alone, and returns a descriptor that holds it until it is
    /// closed; nil where there is no plain file.
    ///
    /// Of a file that may only be read nothing is locked; that nobody else has a lock is looked at.
    /// No connection of this process may have the file open: it would lose its locks.
    ///
    /// - Throws: ``FileFailure``, where another process has a lock.
    static func take(_ path: String) throws(FileFailure) -> Int32? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let flags = O_NONBLOCK | O_CLOEXEC
        var descriptor = open(path, O_RDWR | flags)
        let isWritable = descriptor >= 0
        if !isWritable { descriptor = open(path, O_RDONLY | flags) }
        if descriptor < 0 { throw OpenFile.Purpose.locking.failure }
        if isTaken(descriptor, isWritable: isWritable) {
            close(descriptor)
            throw .isDatabaseOfOthers
        }
        return descriptor
    }

    private static func isTaken(_ descriptor: Int32, isWritable: Bool) -> Bool {
        var lock = flock()
        lock.l_type = Int16(truncatingIfNeeded: F_WRLCK)
        lock.l_whence = Int16(truncatingIfNeeded: SEEK_SET)
        lock.l_start = off_t(start)
        lock.l_len = off_t(length)
        if isWritable {
            return fcntl(descriptor, F_SETLK, &lock) != 0 && [EAGAIN, EACCES].contains(errno)
        }
        return fcntl(descriptor, F_GETLK, &lock) == 0
            && lock.l_type != Int16(truncatingIfNeeded: F_UNLCK)
    }
}
