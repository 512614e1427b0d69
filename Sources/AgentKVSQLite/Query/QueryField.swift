internal import AgentKV

/// What a query can ask of a record: its key, its namespace, a time, its value or a part of that.
public enum QueryField: Sendable {
    /// The key.
    case key
    /// The namespace.
    case namespace
    /// What the value holds at the end of a path of member names; no names mean the whole value.
    ///
    /// A name is a member of an object and never a position in an array.
    case value(path: [String])
    /// When the record was first set.
    case createdAt
    /// When the record was last set.
    case updatedAt
    /// When the record's lifetime ends; missing if it does not.
    case expiresAt

    /// The whole value.
    public static var value: QueryField { .value(path: []) }

    /// Returns the part of the value at a path such as `owner.name`.
    ///
    /// `\.` is a dot and `\\` a backslash that belong to a name.
    public static func value(_ path: String) -> QueryField {
        .value(path: names(inPath: path))
    }
}

extension QueryField {
    var isTime: Bool {
        switch self {
        case .createdAt, .updatedAt, .expiresAt: true
        case .key, .namespace, .value: false
        }
    }
}

extension QueryField: Hashable {
    /// Returns whether both are the same field; names are compared by their bytes.
    public static func == (first: QueryField, second: QueryField) -> Bool {
        JSONValue.string(first.description) == JSONValue.string(second.description)
    }

    /// Feeds the field to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(JSONValue.string(description))
    }
}
