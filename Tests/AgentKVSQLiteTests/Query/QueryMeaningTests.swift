import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

/// What filters mean, to SQL and to the evaluator: the fixture compares them each time.
@Suite struct QueryMeaningTests {
    @Test func `true is not 1, false is not 0, and text is no number`() throws {
        let fixture = try QueryFixture(values: [true, 1, 1.0, "1", false, 0, -0.0, "0"])
        #expect(try fixture.keys(Query().where(.value == true)) == ["k0"])
        #expect(try fixture.keys(Query().where(.value == 1)) == ["k1", "k2"])
        #expect(try fixture.keys(Query().where(.value == "1")) == ["k3"])
        #expect(try fixture.keys(Query().where(.value == false)) == ["k4"])
        #expect(try fixture.keys(Query().where(.value == 0)) == ["k5", "k6"])
        #expect(try fixture.keys(Query().where(.value == "0")) == ["k7"])
        #expect(try fixture.keys(Query().where(.value > false)) == ["k0"])
        #expect(try fixture.keys(Query().where(.value >= 0)) == ["k1", "k2", "k5", "k6"])
        #expect(try fixture.keys(Query().where(.value >= "")) == ["k3", "k7"])
    }

    @Test func `integers are exact beside numbers`() throws {
        let exact: Int64 = 9_007_199_254_740_993
        let fixture = try QueryFixture(values: [
            .integer(exact - 1), .integer(exact), .number(9_007_199_254_740_992), .integer(.max),
            .number(0x1p63),
        ])
        #expect(try fixture.keys(Query().where(.value == exact)) == ["k1"])
        #expect(try fixture.keys(Query().where(.value == 0x1p53)) == ["k0", "k2"])
        #expect(try fixture.keys(Query().where(.value < exact)) == ["k0", "k2"])
        #expect(try fixture.keys(Query().where(.value < 0x1p63)) == ["k0", "k1", "k2", "k3"])
        #expect(try fixture.keys(Query().where(.value > Int64.max)) == ["k4"])
    }

    @Test func `not equal is the complement of equal, so it holds for a missing field`() throws {
        let fixture = try QueryFixture(values: [["a": 1], ["a": 2], ["a": nil], ["b": 1], 1])
        #expect(try fixture.keys(Query().where(.value("a") == 1)) == ["k0"])
        #expect(try fixture.keys(Query().where(.value("a") != 1)) == ["k1", "k2", "k3", "k4"])
        #expect(try fixture.keys(Query().where(.value("a") != nil)) == ["k0", "k1", "k3", "k4"])
    }

    @Test func `a null exists, and a missing field does not`() throws {
        let fixture = try QueryFixture(values: [["a": nil], ["a": 0], [:], []])
        #expect(try fixture.keys(Query().where(.value("a").exists())) == ["k0", "k1"])
        #expect(try fixture.keys(Query().where(.value("a") == nil)) == ["k0"])
        #expect(try fixture.keys(Query().where(.value.exists())) == ["k0", "k1", "k2", "k3"])
        #expect(try fixture.keys(Query().where(.expiresAt.exists())) == [])
    }

    @Test func `text is compared by its bytes, and signs of LIKE are signs`() throws {
        let fixture = try QueryFixture(values: ["abc", "ABC", "a%c", "\u{E9}", "e\u{301}", "a_c"])
        #expect(try fixture.keys(Query().where(.value == "ABC")) == ["k1"])
        #expect(try fixture.keys(Query().where(.value.contains("%"))) == ["k2"])
        #expect(try fixture.keys(Query().where(.value.startsWith("a_"))) == ["k5"])
        #expect(try fixture.keys(Query().where(.value.endsWith("c"))) == ["k0", "k2", "k5"])
        #expect(try fixture.keys(Query().where(.value == "\u{E9}")) == ["k3"])
        #expect(try fixture.keys(Query().where(.value.endsWith("\u{301}"))) == ["k4"])
        #expect(try fixture.keys(Query().where(.value.contains(""))).count == 6)
    }

    @Test func `arrays and objects are equal as JSON values`() throws {
        let fixture = try QueryFixture(values: [
            ["a": 1, "b": [1, 2]], ["b": [1.0, 2], "a": 1.0], ["a": 1], [1], "[1]", ["a": "x\u{0}"],
        ])
        let object: JSONValue = ["b": [1, 2], "a": 1]
        #expect(try fixture.keys(Query().where(.value == object)) == ["k0", "k1"])
        #expect(try fixture.keys(Query().where(.value != object)) == ["k2", "k3", "k4", "k5"])
        #expect(
            try fixture.keys(Query().where(.value.in([object, [1], "x"]))) == ["k0", "k1", "k3"]
        )
        #expect(try fixture.keys(Query().where(.value == ["a": "x\u{0}"])) == ["k5"])
        #expect(try fixture.keys(Query().where(.value("b") == [1, 2])) == ["k0", "k1"])
    }

    @Test func `in means equal to one of several, of none nothing`() throws {
        let fixture = try QueryFixture(values: [1, "1", nil, true, [1]])
        #expect(try fixture.keys(Query().where(.value.in([1, nil, [1]]))) == ["k0", "k2", "k4"])
        #expect(try fixture.keys(Query().where(.value.in([JSONValue]()))) == [])
        #expect(try fixture.keys(Query().where(.key.in(["k3", "k1", "k1", "x"]))) == ["k1", "k3"])
        #expect(try fixture.keys(Query().where(.updatedAt.in([2_000]))).count == 5)
    }

    @Test func `all filters have to hold`() throws {
        let fixture = try QueryFixture(values: [["a": 1, "b": 1], ["a": 1], ["b": 1]])
        let query = Query().where(.value("a") == 1).where(.value("b") == 1, .key != "k9")
        #expect(try fixture.keys(query) == ["k0"])
    }

    @Test func `a name is a member of an object and never a position in an array`() throws {
        let fixture = try QueryFixture(values: [["0": "a"], ["a"], ["x": ["a"]], "a"])
        #expect(try fixture.keys(Query().where(.value("0") == "a")) == ["k0"])
        #expect(try fixture.keys(Query().where(.value("x.0") == "a")) == [])
    }

    @Test func `text that looks like JSON has no parts`() throws {
        let fixture = try QueryFixture(values: [
            ["x y": "{\"a\":1}"], ["x y": ["a": 1]], "{\"a\":1}",
        ])
        #expect(try fixture.keys(Query().where(.value("x y.a") == 1)) == ["k1"])
        #expect(try fixture.keys(Query().where(.value("a") == 1)) == [])
    }

    @Test func `what has expired is not found`() throws {
        var fixture = try QueryFixture()
        for (key, deadline) in [("a", -1), ("b", 0), ("c", 1), ("d", nil)] as [(String, Int64?)] {
            let deadline = deadline.map { QueryFixture.now + $0 }
            try fixture.add(.sample(key: key, expiresAt: deadline))
        }
        #expect(try fixture.keys(Query()) == ["c", "d"])
        #expect(try fixture.find(Query()).total == 2)
        let soon = Date(milliseconds: QueryFixture.now + 1)
        #expect(try fixture.keys(Query().where(.expiresAt <= soon)) == ["c"])
        #expect(try fixture.keys(Query().where(.expiresAt != soon)) == ["d"])
    }

    @Test func `times are milliseconds, ISO 8601 text or dates`() throws {
        var fixture = try QueryFixture()
        let time: Int64 = 1_705_658_400_123
        try fixture.add(.sample(key: "before", updatedAt: time - 1))
        try fixture.add(.sample(key: "then", updatedAt: time))
        for operand: any QueryOperand in [
            time, Double(time), "2024-01-19T10:00:00.123Z", "2024-01-19T12:00:00.123+02:00",
            Date(milliseconds: time), fixture.records[1].updatedAt,
        ] {
            let filter = QueryFilter(.updatedAt, .gte, operand)
            #expect(try fixture.keys(Query().where(filter)) == ["then"])
        }
        #expect(try fixture.keys(Query().where(.updatedAt.startsWith("2024-01-19T10"))).count == 2)
        #expect(try fixture.keys(Query().where(.updatedAt.endsWith("122Z"))) == ["before"])
    }

    @Test func `other instances and namespaces are not found`() throws {
        var fixture = try QueryFixture()
        try fixture.add(.sample(instance: "j", key: "a"))
        try fixture.add(.sample(namespace: "m", key: "b"))
        try fixture.add(.sample(namespace: "n", key: "c"))
        #expect(try fixture.keys(Query()) == ["b", "c"])
        #expect(try fixture.keys(Query(namespace: "m")) == ["b"])
        #expect(try fixture.keys(Query().where(.namespace != "m")) == ["c"])
        #expect(try fixture.keys(Query().where(.key.startsWith("b"))) == ["b"])
    }
}
