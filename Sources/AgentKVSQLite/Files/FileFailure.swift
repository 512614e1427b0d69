internal import AgentKV
internal import Foundation

/// What the system answered instead of doing something with a file.
struct FileFailure: Error {
    let code: Int32
    let reason: String

    init(_ what: String, _ code: Int32) {
        self.code = code
        reason = "\(what): \(String(cString: strerror(code)))"
    }

    /// The error for the caller of a store.
    func storeError(_ path: String) -> StoreError {
        let problem: StorageProblem =
            switch code {
            case EWOULDBLOCK: .locked
            case ENOSPC, EDQUOT: .full
            case ENOENT, ENOTDIR, EISDIR, ENAMETOOLONG, ELOOP, EMFILE, ENFILE: .cannotOpen
            case EROFS, EACCES, EPERM: .readOnly
            default: .failed
            }
        return .storage(problem, reason: "\(path): \(reason)")
    }
}
