internal import AgentKV
internal import Foundation

/// A record as one line of JSON, with all that is needed to have it again; or what is known of the
/// messages of an inbox whose list is empty.
///
/// Times are milliseconds since 1970-01-01 00:00 UTC.
struct RecordLine: Sendable {
    /// Nil if the line names none.
    var namespace: String?
    let key: String
    /// Nil where there is no record.
    let value: WrittenValue?
    var id: String?
    var createdAt: Int64?
    var updatedAt: Int64?
    var expiresAt: Int64?
    var metadata: WrittenValue?
    var createdBy: String?
    var updatedBy: String?
    /// What an inbox knows of the messages at the key; nil where the line does not say.
    var messages: [MessageLine]?

    init(key: String, value: WrittenValue?) {
        (self.key, self.value) = (key, value)
    }
}

/// What an inbox knows of a message, or of several, as a part of a line.
struct MessageLine: Sendable {
    let kind: String
    let name: String
    let value: WrittenValue
    /// When it has to be looked at; nil for never.
    let due: Int64?
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
    /// The depth of a line that holds a value, or what is known of messages a few levels deeper.
    var lineDepth: Int { max(valueDepth, forMetadata.valueDepth) + 3 }
}
