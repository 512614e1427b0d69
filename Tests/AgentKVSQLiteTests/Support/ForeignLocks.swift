#if os(Linux)
import Foundation

@testable import AgentKVSQLite

/// The locks on a file as another process meets them.
///
/// A lock of an open file description conflicts with those of the process itself, other than the locks
/// that SQLite takes.
final class ForeignLocks: Sendable {
    /// The bytes on which a connection has a shared lock: of a database, and of the index of its log.
    enum Place: Sendable {
        case database, index

        var start: off_t { self == .database ? 0x4000_0002 : 128 }
        var length: off_t { self == .database ? 510 : 1 }
    }

    private static let (get, set) = (Int32(36), Int32(37))
    private let descriptor: Int32
    private let place: Place

    init(_ path: String, _ place: Place = .database) throws {
        descriptor = open(path, O_RDWR | O_CLOEXEC)
        self.place = place
        if descriptor < 0 { throw FileFailure("it cannot be opened", errno) }
    }

    /// Not before those who have the file open have closed it: they would lose their locks.
    deinit { OpenDatabases.shared.close(descriptor) }

    /// Whether somebody has the file open.
    var areTaken: Bool {
        var lock = lock(F_WRLCK)
        return fcntl(descriptor, Self.get, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
    }

    /// Has the file open from now on, until this is let go.
    func take() throws {
        var lock = lock(F_RDLCK)
        if fcntl(descriptor, Self.set, &lock) != 0 { throw FileFailure("it is locked", errno) }
    }

    private func lock(_ type: Int32) -> flock {
        var lock = flock()
        lock.l_type = Int16(type)
        lock.l_whence = Int16(SEEK_SET)
        (lock.l_start, lock.l_len) = (place.start, place.length)
        return lock
    }
}
#endif
