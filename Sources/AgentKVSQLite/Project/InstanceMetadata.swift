/// What is known of an instance beside its records: a row, and the file that mirrors it.
struct InstanceMetadata: Hashable, Sendable {
    let id: String
    var name: String
    var description: String?
    /// Milliseconds since 1970-01-01 00:00 UTC.
    var createdAt: Int64
    /// Milliseconds since 1970-01-01 00:00 UTC.
    var updatedAt: Int64

    /// Whether it stands for what is not known: made for records of an instance that was not there.
    var isPlaceholder: Bool { name.utf8.elementsEqual(id.utf8) && description == nil }
}

extension Connection {
    /// Returns what is known of an instance.
    func metadata(ofInstance id: String) throws -> InstanceMetadata? {
        try rows(
            """
            SELECT id, name, description, created_at, updated_at FROM kv_instances WHERE id = ?1
            """,
            [.text(id)],
            \.metadata
        ).first
    }

    /// Returns what is known of every instance, by the name of its file.
    func allMetadata() throws -> [String: InstanceMetadata] {
        let all = try rows(
            "SELECT id, name, description, created_at, updated_at FROM kv_instances",
            [],
            \.metadata
        )
        return Dictionary(all.map { (InstanceFile.name(ofInstance: $0.id), $0) }) { first, _ in
            first
        }
    }

    /// Makes the row of an instance say this.
    func write(_ metadata: InstanceMetadata) throws {
        let statement = try prepare(
            """
            INSERT INTO kv_instances (id, name, description, created_at, updated_at)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (id) DO UPDATE SET
                name = ?2, description = ?3, created_at = ?4, updated_at = ?5
            """
        )
        try statement.bind([
            .text(metadata.id), .text(metadata.name),
            metadata.description.map { .text($0) } ?? .null,
            .integer(metadata.createdAt), .integer(metadata.updatedAt),
        ])
        try statement.run()
    }
}

extension Statement {
    fileprivate var metadata: InstanceMetadata {
        InstanceMetadata(
            id: text(0),
            name: text(1),
            description: optionalText(2),
            createdAt: integer(3),
            updatedAt: integer(4)
        )
    }
}
