import AgentKV
import Testing

@testable import AgentKVSQLite

@Suite struct RecordIDTests {
    private let place = Place(instanceID: "i", namespace: "n")

    @Test func `an id belongs to the record that it was made for, and to no other`() {
        let id = RecordID.make(for: "key", in: place)
        #expect(id.utf8.count == 33)
        #expect(RecordID.isMade(id, for: "key", in: place))
        #expect(!RecordID.isMade(id, for: "key2", in: place))
        #expect(!RecordID.isMade(id, for: "ey", in: Place(instanceID: "i", namespace: "nk")))
        #expect(!RecordID.isMade(id, for: "key", in: Place(instanceID: "in", namespace: "")))
        #expect(!RecordID.isMade(id.uppercased() + "F", for: "key", in: place))
        #expect(!RecordID.isMade("", for: "key", in: place))
        #expect(!RecordID.isMade(String(id.dropLast()) + "\u{301}", for: "key", in: place))
    }

    @Test func `an id made for a record is the same in every version`() {
        let id = "0123456789abcdef-3436aa391c870366"
        let other = "0123456789abcdef-3436aa391c870367"
        #expect(RecordID.isMade(id, for: "key", in: place))
        #expect(!RecordID.isMade(other, for: "key", in: place))
    }

    @Test func `no two ids are the same`() {
        let ids = (0..<10_000).map { _ in RecordID.make(for: "key", in: place) }
        #expect(Set(ids).count == 10_000)
    }

    /// What is neither in the index nor recognised would be two records' in silence.
    @Test(
        arguments: [
            "", "-", "5", "0123456789abcdef-0123456789abcdef", "0123456789abcdef-0123456789abcde",
            "0123456789abcdef-0123456789abcdef0", "0123456789ABCDEF-zzzzzzzzzzzzzzzz",
            "0123456789abcdef_0123456789abcdef", "éééééééééééééééé-éééééééééééééééé",
            "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}-0123456789abcdef",
            "😀123456789abcdef-0123456789abcde😀", "0123456789abcde-f0123456789abcdef",
        ]
    )
    func `what the index leaves out is what is said to be left out`(_ id: String) throws {
        let connection = try Connection(path: ":memory:", creates: true)
        try connection.migrate(at: 1)
        func insert(_ key: String) throws {
            _ = try connection.rows(
                """
                INSERT INTO kv_store (instance_id, namespace, key, value, updated_at, id, revision)
                VALUES ('i', 'n', ?, '1', 1, ?, 1)
                """,
                [.text(key), .text(id)]
            ) { _ in }
        }
        try insert("a")
        if RecordID.isLeftOutOfIndex(id) {
            try insert("b")
        } else {
            #expect(throws: SQLiteFailure.self) { try insert("b") }
        }
    }
}
