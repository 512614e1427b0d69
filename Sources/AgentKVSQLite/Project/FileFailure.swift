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
        .storage(StorageProblem(errno: code), reason: "\(path): \(reason)")
    }
}
