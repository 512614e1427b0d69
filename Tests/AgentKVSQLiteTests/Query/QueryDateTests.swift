import AgentKV
import Foundation
import Testing

@testable import AgentKVSQLite

/// What a `Date` means beside a part of a value: the text that is written today, and the number of
/// seconds since 1970 that earlier versions wrote.
@Suite struct QueryDateTests {
    let date = Date(timeIntervalSince1970: 1_705_658_400.5)

    /// Dates as they are written, one a second earlier and one a second later, and each as a number;
    /// and what is no date.
    private func fixture() throws -> QueryFixture {
        let dates = [date, date - 1, date + 1]
        let values = try dates.map { try JSONValue(encoding: ["due": $0]) }
        let numbers = dates.map { ["due": .number($0.timeIntervalSince1970)] as JSONValue }
        return try QueryFixture(values: values + numbers + [["due": nil], ["due": true], [:]])
    }

    @Test func `it is equal to a stored date in either form`() throws {
        let fixture = try fixture()
        #expect(try fixture.keys(Query().where(.value("due") == date)) == ["k0", "k3"])
        #expect(
            try fixture.keys(Query().where(.value("due").in([date, date + 1]))) == [
                "k0", "k2", "k3", "k5",
            ]
        )
        #expect(try fixture.keys(Query().where(.value("due").in([date - 9]))) == [])
    }

    @Test func `not equal is the complement, and holds for a missing field`() throws {
        let fixture = try fixture()
        #expect(
            try fixture.keys(Query().where(.value("due") != date))
                == ["k1", "k2", "k4", "k5", "k6", "k7", "k8"]
        )
    }

    @Test func `earlier and later hold for both forms`() throws {
        let fixture = try fixture()
        #expect(try fixture.keys(Query().where(.value("due") < date)) == ["k1", "k4"])
        #expect(try fixture.keys(Query().where(.value("due") <= date)) == ["k0", "k1", "k3", "k4"])
        #expect(try fixture.keys(Query().where(.value("due") > date)) == ["k2", "k5"])
        #expect(try fixture.keys(Query().where(.value("due") >= date)) == ["k0", "k2", "k3", "k5"])
        #expect(
            try fixture.keys(Query().where(.value("due") > date - 1, .value("due") < date + 1))
                == ["k0", "k3"]
        )
    }

    @Test func `a date that is a number in JSON is held against numbers alone`() throws {
        let far = Date(timeIntervalSince1970: 1e12)
        let fixture = try QueryFixture(values: [try JSONValue(encoding: far), 5, "9999"])
        #expect(try fixture.keys(Query().where(.value == far)) == ["k0"])
        #expect(try fixture.keys(Query().where(.value < far)) == ["k1"])
    }

    @Test func `a member with an odd name is found all the same`() throws {
        let fixture = try QueryFixture(values: [
            try JSONValue(encoding: ["x y": date]), ["x y": .number(date.timeIntervalSince1970)],
            ["x y": "2024"],
        ])
        #expect(try fixture.keys(Query().where(.value(path: ["x y"]) == date)) == ["k0", "k1"])
        #expect(try fixture.keys(Query().where(.value(path: ["x y"]) < date)) == ["k2"])
    }

    @Test func `the times of a record are still held against milliseconds`() throws {
        var fixture = try QueryFixture()
        try fixture.add(.sample(key: "a", updatedAt: 1_500))
        let time = Date(timeIntervalSince1970: 1.5)
        #expect(try fixture.keys(Query().where(.updatedAt == time)) == ["a"])
        #expect(QueryFilter(.updatedAt, .eq, time).numericOperand == nil)
    }

    @Test func `a query with a date is the same after a way through JSON`() throws {
        let query = Query(instance: "i").where(
            .value("due") >= date,
            .value("due").in([date]),
            .value("due") != date
        )
        #expect(try Query(json: JSONValue(parsing: query.json.text())) == query)
        let json: JSONValue = [
            "instance": "i",
            "where": [
                ["field": "value.due", "operator": "gt", "value": "2024", "number": 1_705_658_400]
            ],
        ]
        #expect(try fixture().keys(Query(json: json).where(.value("due").exists())).count == 5)
    }

    @Test(
        arguments: [
            ["field": "key", "operator": "eq", "value": "a", "number": 1],
            ["field": "updatedAt", "operator": "eq", "value": 1, "number": 1],
            ["field": "value.a", "operator": "contains", "value": "a", "number": 1],
            ["field": "value.a", "operator": "exists", "number": 1],
            ["field": "value.a", "operator": "eq", "value": "a", "number": "1"],
            ["field": "value.a", "operator": "eq", "value": "a", "number": [1]],
            ["field": "value.a", "operator": "in", "value": ["a"], "number": 1],
            ["field": "value.a", "operator": "in", "value": ["a"], "number": ["b"]],
        ] as [JSONValue]
    )
    func `numbers where none belong are refused`(_ filter: JSONValue) throws {
        let query = try Query(json: ["instance": "i", "where": [filter]])
        let error = #expect(throws: StoreError.self) { try QueryFixture().find(query) }
        #expect(error?.reason.contains("where[0].number") == true)
    }
}
