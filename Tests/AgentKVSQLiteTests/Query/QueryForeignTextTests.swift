import AgentKV
import Testing

@testable import AgentKVSQLite

/// Values that another program has written.
@Suite struct QueryForeignTextTests {
    private static func fixture(_ texts: String...) throws -> QueryFixture {
        var fixture = try QueryFixture()
        for (index, text) in texts.enumerated() {
            try fixture.add(.sample(key: "k\(index)"), text: text)
        }
        return fixture
    }

    private static func keys(_ fixture: QueryFixture, _ query: Query) throws -> [String?] {
        try fixture.find(query.select(.key)).records.map(\.key)
    }

    @Test func `names and texts may be spelt with escapes`() throws {
        let fixture = try Self.fixture(
            #"{"gr\u00f6\u00dfe": "\u0061\ud83d\ude00"}"#,
            #"{"a\"b\\c": {"d": 1}}"#
        )
        #expect(try Self.keys(fixture, Query().where(.value("größe") == "a😀")) == ["k0"])
        #expect(
            try Self.keys(fixture, Query().where(.value(path: ["a\"b\\c", "d"]) == 1)) == ["k1"]
        )
    }

    @Test func `a text that is no JSON is found by its key, and has no parts`() throws {
        let fixture = try Self.fixture(#"{"a": 1}"#, "not JSON", #"{"a": 2}"#, "")
        #expect(try Self.keys(fixture, Query()) == ["k0", "k1", "k2", "k3"])
        #expect(try Self.keys(fixture, Query().where(.value("a") >= 1)) == ["k0", "k2"])
        #expect(try Self.keys(fixture, Query().where(.value("x y") == 1)) == [])
        #expect(try Self.keys(fixture, Query().where(.value("a") != 1)) == ["k1", "k2", "k3"])
        #expect(try Self.keys(fixture, Query().where(.value.exists())) == ["k0", "k2"])
        let ordered = Query().order(by: .value("a"), .descending)
        #expect(try Self.keys(fixture, ordered) == ["k2", "k0", "k1", "k3"])
        #expect(try fixture.find(Query().where(.value("a") >= 1)).total == 2)
    }

    @Test(arguments: [QueryField.value, .value("a"), .value("x y")])
    func `returning a value that is no JSON is an error that names the key`(
        _ field: QueryField
    ) throws {
        let fixture = try Self.fixture(#"{"a": 1}"#, "{\"a\": 1,}")
        let error = #expect(throws: StoreError.self) { try fixture.find(Query().select(field)) }
        guard case .invalidValue(key: "k1", _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try fixture.find(Query().where(.key == "k0").select(field)).total == 1)
        // It matches, and is not on the page.
        #expect(try fixture.find(Query().select(field).limit(1)).total == 2)
    }

    @Test func `a number outside Int64 is a number`() throws {
        let fixture = try Self.fixture(
            #"{"n": 20000000000000000000, "s": "\"98765432109876543210"}"#
        )
        let found = try fixture.find(Query().where(.value("n") > Int64.max))
        #expect(found.records.first?.value?["n"] == .number(2e19))
        #expect(found.records.first?.value?["s"] == "\"98765432109876543210")
        #expect(try fixture.find(Query().where(.value == found.records[0].value ?? nil)).total == 1)
    }

    @Test func `SQL ends a text at U+0000, and returns all of it`() throws {
        let fixture = try QueryFixture(values: [["a": "x\u{0}y"]])
        #expect(try fixture.find(Query().where(.value("a") == "x")).total == 1)
        let found = try fixture.find(Query().select(.value("a")))
        #expect(found.records.first?.value == ["a": "x\u{0}y"])
    }
}
