internal import AgentKV
internal import Foundation

/// What tells a file from all others, whatever its path: its device and its number there.
struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64

    private init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
    }

    /// The file that a path leads to, by symbolic links too, without opening it; nil if there is none, or
    /// it cannot be told.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Returns the file that a path leads to, by symbolic links too, without opening it; nil if there is
    /// none.
    ///
    /// - Throws: ``/AgentKV/StoreError/storage(_:reason:)`` where that cannot be told: for want of rights
    ///   on a folder, for example, or while a file system does not answer. It may be told later.
    static func find(_ path: String) throws(StoreError) -> FileIdentity? {
        try find(path, path)
    }

    /// The same where the bytes of the path, with a zero behind them, are at hand.
    static func find(
        _ path: String,
        _ systemPath: UnsafePointer<CChar>
    ) throws(StoreError) -> FileIdentity? {
        var status = stat()
        while stat(systemPath, &status) != 0 {
            switch errno {
            case EINTR: continue
            case ENOENT, ENOTDIR: return nil
            case let code:
                let failure = FileFailure("it cannot be told whether it is still there", code)
                throw .storage(.failed, reason: "\(path): \(failure.reason)")
            }
        }
        return FileIdentity(status)
    }

    /// The file of an open descriptor.
    init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }
}
