internal import Foundation

/// A lock on a folder, among processes and within one; released when it is let go.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// Waits for the lock as long as `patience` says.
    init(_ folder: String, patience: Duration) throws {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { throw FileFailure("it cannot be locked", errno) }
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR, clock.now < deadline else {
                close(descriptor)
                throw FileFailure("it cannot be locked", code)
            }
            usleep(1_000)
        }
    }

    deinit { close(descriptor) }
}
