internal import AgentKV

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension StorageProblem {
    /// The kind of problem that an error number of the system stands for.
    init(errno code: Int32) {
        self =
            switch code {
            case EWOULDBLOCK: .locked
            case ENOSPC, EDQUOT: .full
            case EACCES, EPERM, EROFS: .readOnly
            case ENOENT, ENOTDIR, EISDIR, ENAMETOOLONG, ELOOP, EMFILE, ENFILE: .cannotOpen
            default: .failed
            }
    }
}

extension StoreError {
    /// The error of the last call of the system that was about the file at `path`.
    static func file(_ path: String, code: Int32 = errno) -> StoreError {
        .storage(StorageProblem(errno: code), reason: "\(path): \(String(cString: strerror(code)))")
    }
}
