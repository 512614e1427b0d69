internal import AgentKV

extension Migration {
    /// What is known of keys beside their records, by kind and name: see `MetadataBackend`.
    ///
    /// One index finds what is due first in the whole file, the other one what is due first of a kind
    /// at a key. What inboxes kept as notes before is brought forward; SQLite's functions end a text at
    /// U+0000, which the keys of notes hold, so that is done in code.
    static let keepMetadata = Migration(
        number: 12,
        name: "CreateKVMetadataTable",
        sql: """
            CREATE TABLE kv_metadata (
                instance_id TEXT NOT NULL,
                namespace TEXT NOT NULL,
                key TEXT NOT NULL,
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                value TEXT NOT NULL,
                due_at INTEGER,
                PRIMARY KEY (instance_id, namespace, key, kind, name)
            ) WITHOUT ROWID;
            CREATE INDEX kv_metadata_due ON kv_metadata (due_at) WHERE due_at IS NOT NULL;
            CREATE INDEX kv_metadata_order ON kv_metadata
                (instance_id, namespace, key, kind, due_at) WHERE due_at IS NOT NULL;
            """,
        step: { connection in
            try connection.bringNotesForward()
            try connection.execute("DROP TABLE kv_notes")
        }
    )
}

extension Connection {
    /// Makes metadata of all notes, one key after the other.
    fileprivate func bringNotesForward() throws {
        let notes = try prepare(
            """
            SELECT instance_id, namespace, key, value, expires_at FROM kv_notes
            ORDER BY instance_id, namespace, key
            """
        )
        var present: (place: Place, notes: FormerNotes)?
        while try notes.step() {
            guard let (key, name) = FormerNotes.split(notes.text(2)) else { continue }
            let place = Place(instanceID: notes.text(0), namespace: notes.text(1))
            if present?.place != place || present?.notes.key.utf8.elementsEqual(key.utf8) != true {
                try present.map { try write($0.notes, in: $0.place) }
                present = (place, FormerNotes(key: key))
            }
            present?.notes.add(name, notes.text(3), until: notes.deadline(4))
        }
        try present.map { try write($0.notes, in: $0.place) }
    }

    private func write(_ notes: FormerNotes, in place: Place) throws {
        let list = try prepare(
            """
            SELECT value, revision FROM kv_store
            WHERE instance_id = ?1 AND namespace = ?2 AND key = ?3
            """
        )
        try list.bind(notes.key, in: place)
        let former =
            try list.step() ? FormerList(text: list.text(0), revision: list.integer(1)) : nil
        for metadata in notes.metadata(besides: former) {
            let insert = try statement(
                "INSERT INTO kv_metadata VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
            )
            try insert.bind(notes.key, in: place)
            try insert.bind(metadata.kind, at: 4)
            try insert.bind(metadata.name, at: 5)
            try insert.bind(metadata.value.text(maximumDepth: .max), at: 6)
            try insert.bind(metadata.due, at: 7)
            try insert.run()
        }
    }
}
