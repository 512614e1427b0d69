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

    private init(code: Int32, reason: String) {
        (self.code, self.reason) = (code, reason)
    }

    /// Nothing is done with a file of a database that this process has open.
    static let isDatabase = FileFailure(
        code: EBUSY,
        reason: "it is a file of a database that this process has open"
    )

    /// Nothing is done with a file of a database that another process has open.
    static let isDatabaseOfOthers = FileFailure(
        code: EBUSY,
        reason: "it is a file of a database that another process has open"
    )

    /// The error for the caller of a store.
    func storeError(_ path: String) -> StoreError {
        let problem: StorageProblem =
            switch code {
            case EWOULDBLOCK: .locked
            case EBUSY: .inUse
            case ENOSPC, EDQUOT: .full
            case ENOENT, ENOTDIR, EISDIR, ENAMETOOLONG, ELOOP, EMFILE, ENFILE: .cannotOpen
            case EROFS, EACCES, EPERM: .readOnly
            default: .failed
            }
        return .storage(problem, reason: "\(path): \(reason)")
    }
}
