/// What has become of the records of an import.
public struct ImportResult: Sendable, Hashable {
    /// The id of the instance that they were for; nil if there was nothing that told it.
    public internal(set) var instanceID: String?
    /// How many were set.
    public internal(set) var recordsSet = 0
    /// How many of those that were set have another id than their line gives, since another record
    /// has that one.
    public internal(set) var idsReplaced = 0
    /// How many were left out because there was a record at their key.
    public internal(set) var recordsKept = 0
    /// How many were left out because their lifetime was over.
    public internal(set) var recordsExpired = 0

    /// How many records were read.
    public var records: Int { recordsSet + recordsKept + recordsExpired }

    /// Creates the result of an import that has not begun.
    public init() {}
}

/// What an import does with a record whose key is there already.
public enum ExistingRecords: String, Sendable, Hashable, CaseIterable {
    /// It replaces the one that is there, with its metadata and its times.
    case overwrite
    /// It leaves the one that is there.
    case keep
    /// It is an error.
    case fail
}
