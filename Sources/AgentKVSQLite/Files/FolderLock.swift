internal import Foundation

/// A lock on a folder, among processes and within one; released when it is let go.
final class FolderLock: Sendable {
    private let folder: OpenFile

    /// Waits for the lock as long as `patience` says.
    init(_ path: String, patience: Duration) throws {
        folder = try OpenFile(path, O_RDONLY | O_DIRECTORY, .locking)
        let clock = ContinuousClock()
        let deadline = clock.now + patience
        while let code = folder.tryLock() {
            guard code == EWOULDBLOCK || code == EINTR, clock.now < deadline else {
                throw FileFailure(OpenFile.Purpose.locking.rawValue, code)
            }
            usleep(1_000)
        }
    }
}
