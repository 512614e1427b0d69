internal import AgentKV

/// What a query returns of each record.
struct Selection {
    /// A field that is not a part of the value.
    enum Column {
        case id, instanceID, namespace, key, createdAt, updatedAt, expiresAt, metadata, revision
    }

    var columns: [Column] = []
    /// The parts of the value; nil if it is not selected, and an empty path for all of it.
    var paths: [[String]]?

    /// What a query selects, each once.
    init(_ fields: [QueryField]) {
        if fields.isEmpty {
            columns = [
                .id, .instanceID, .namespace, .key, .createdAt, .updatedAt, .expiresAt, .metadata,
                .revision,
            ]
            paths = [[]]
        }
        for field in fields {
            switch field {
            case .key: add(.key)
            case .namespace: add(.namespace)
            case .createdAt: add(.createdAt)
            case .updatedAt: add(.updatedAt)
            case .expiresAt: add(.expiresAt)
            case .value(let path): paths = (paths ?? []) + [path]
            }
        }
    }

    private mutating func add(_ column: Column) {
        if !columns.contains(column) { columns.append(column) }
    }
}

extension Selection {
    /// Returns an object of parts at their paths; the shorter one of two paths has it all.
    ///
    /// - Complexity: O(*n* log *n*) in the number of parts.
    static func tree(_ parts: [(path: [String], value: JSONValue)]) -> JSONValue {
        var tree = JSONObject()
        for part in parts.sorted(by: { $0.path.count < $1.path.count }) {
            tree.graft(part.value, at: part.path[...])
        }
        return .object(tree)
    }
}

extension JSONObject {
    fileprivate mutating func graft(_ part: JSONValue, at path: ArraySlice<String>) {
        guard let name = path.first else { return }
        if path.count == 1 {
            self[name] = part
        } else {
            var child = JSONObject()
            if case .object(let known)? = self[name] { child = known }
            child.graft(part, at: path.dropFirst())
            self[name] = .object(child)
        }
    }
}
