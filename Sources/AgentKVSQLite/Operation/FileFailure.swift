internal import AgentKV

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

extension StoreError {
    /// The error of the last call of the system that was about the file at `path`.
    static func file(_ path: String, code: Int32 = errno) -> StoreError {
        let problem: StorageProblem =
            switch code {
            case ENOSPC, EDQUOT: .full
            case EACCES, EPERM, EROFS: .readOnly
            case ENOENT, ENOTDIR, EISDIR, ENAMETOOLONG, ELOOP, EMFILE, ENFILE: .cannotOpen
            default: .failed
            }
        return .storage(problem, reason: "\(path): \(String(cString: strerror(code)))")
    }
}
