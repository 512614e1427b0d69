/// A promise that a store broke: which one, what was expected and found, and where in the check.
public struct StoreCheckFailure: Error, Sendable {
    /// The promise: the name of the check.
    public let promise: String
    /// What was expected and what was found.
    public let reason: String
    /// The file of the check, as `#fileID` tells it; nil if the store threw an unexpected error.
    public let fileID: String?
    /// The line in that file.
    public let line: Int?

    init(promise: String, _ mismatch: Mismatch) {
        self.promise = promise
        reason = mismatch.reason
        fileID = mismatch.fileID
        line = mismatch.line
    }

    init(promise: String, unexpected error: any Error) {
        self.promise = promise
        reason = "unexpected error: \(error)"
        fileID = nil
        line = nil
    }
}

extension StoreCheckFailure: CustomStringConvertible {
    /// The promise, the reason and the place.
    public var description: String {
        let place = if let fileID, let line { " (\(fileID):\(line))" } else { "" }
        return "broken promise: \(promise)\n\(reason)\(place)"
    }
}

/// What an expectation inside a check throws.
struct Mismatch: Error {
    let reason: String
    let fileID: String
    let line: Int
}
