internal import AgentKV
internal import Foundation

/// A record as one line of JSON, with all that is needed to have it again.
///
/// Times are milliseconds since 1970-01-01 00:00 UTC.
struct RecordLine: Sendable {
    /// Nil if the line names none.
    var namespace: String?
    let key: String
    let value: WrittenValue
    var id: String?
    var createdAt: Int64?
    var updatedAt: Int64?
    var expiresAt: Int64?
    var metadata: WrittenValue?
    var createdBy: String?
    var updatedBy: String?
}

/// The first line of an export: what the lines that follow are, and where they were.
struct ExportHeader: Sendable {
    static let format = "agentkv-records"
    static let version: Int64 = 1

    let instance: Instance
    /// Whose the instance is.
    let userID: String?
    /// The namespace, if it is only one that was exported.
    let namespace: String?
    /// The last revision of the database.
    let revision: Revision
}

extension StoreLimits {
    /// The depth of a line that holds a value: one level more, if that can be.
    var lineDepth: Int { valueDepth == .max ? .max : valueDepth + 1 }
}
