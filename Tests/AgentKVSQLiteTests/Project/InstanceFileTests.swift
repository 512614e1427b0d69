import AgentKV
import Testing

@testable import AgentKVSQLite

@Suite struct InstanceFileTests {
    @Test(
        arguments: [
            ("3f1c2a77-0b1e-4a53-9a86-0c4d3a1f6f01", "3f1c2a77-0b1e-4a53-9a86-0c4d3a1f6f01.json"),
            ("my agent", "my agent.json"), ("a.b", "a.b.json"), ("..", "%2E..json"),
            (".", "%2E.json"), (".hidden", "%2Ehidden.json"),
            ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd.json"),
            ("/", "%2F.json"), ("a\\b:c", "a%5Cb%3Ac.json"), ("100%", "100%25.json"),
            ("%2F", "%252F.json"), ("", "%.json"), ("a\0b", "a%00b.json"), ("\n", "%0A.json"),
            ("é", "%C3%A9.json"), ("e\u{301}", "e%CC%81.json"), ("🗝", "%F0%9F%97%9D.json"),
        ]
    )
    func `the file of an instance has its id as its name, encoded where that is needed`(
        _ id: String,
        _ name: String
    ) {
        #expect(InstanceFile.name(ofInstance: id) == name)
    }

    @Test func `long ids have names that file systems take, and different ones`() {
        let ids = (0..<100).map { String(repeating: "é", count: 1_000) + "\($0)" }
        let names = ids.map { InstanceFile.name(ofInstance: $0) }
        #expect(Set(names).count == ids.count)
        #expect(names.allSatisfy { $0.utf8.count <= 255 })
    }

    @Test func `a file says what is known of an instance, and what others have put there`() throws {
        let metadata = InstanceMetadata(
            id: "i",
            name: "agents \"1\"",
            description: nil,
            createdAt: 1_700_000_000_007,
            updatedAt: 1_700_000_001_000
        )
        let text = try InstanceFile.text(
            of: metadata,
            over: ["name": "old", "description": "old", "color": "red", "updatedAt": 1]
        )
        #expect(
            try JSONValue(parsing: text) == [
                "id": "i", "name": "agents \"1\"", "createdAt": "2023-11-14T22:13:20.007Z",
                "updatedAt": "2023-11-14T22:13:21.000Z", "color": "red",
            ]
        )
    }

    @Test(arguments: [0, 7, -1, 1_700_000_000_123, .min, .max, 253_402_300_800_000] as [Int64])
    func `what is written is read again, at any time`(_ time: Int64) throws {
        let metadata = InstanceMetadata(
            id: "i",
            name: "n",
            description: "d",
            createdAt: time,
            updatedAt: time
        )
        let text = try InstanceFile.text(of: metadata, over: nil)
        let object = try InstanceFile.object(in: Array(text.utf8))
        #expect(try InstanceFile.metadata(in: object, now: 5) == metadata)
    }

    @Test(
        arguments: [
            (#"{"id":"i","name":"n","createdAt":5,"updatedAt":6}"#, 5, 6),
            (#"{"id":"i","name":"n","createdAt":5.4}"#, 5, 5),
            (#"{"id":"i","name":"n","updatedAt":6,"description":null}"#, 6, 6),
            (#"{"id":"i","name":"n"}"#, 99, 99),
            (#"{"id":"i","name":"n","createdAt":"1970-01-01T00:00:01Z"}"#, 1_000, 1_000),
            (#"{"id":"i","name":"n","createdAt":"1970-01-01T01:00:01.5+01:00"}"#, 1_500, 1_500),
        ] as [(String, Int64, Int64)]
    )
    func `times are ISO 8601 or milliseconds, and may be missing`(
        _ text: String,
        _ created: Int64,
        _ updated: Int64
    ) throws {
        let object = try InstanceFile.object(in: Array(text.utf8))
        let metadata = try InstanceFile.metadata(in: object, now: 99)
        #expect([metadata.createdAt, metadata.updatedAt] == [created, updated])
    }

    @Test(
        arguments: [
            "", "{", "[]", "1", #"{"name":"n"}"#, #"{"id":1,"name":"n"}"#, #"{"id":"i"}"#,
            #"{"id":"i","name":["n"]}"#, #"{"id":"i","name":"n","description":5}"#,
            #"{"id":"i","name":"n","createdAt":"yesterday"}"#,
            #"{"id":"i","name":"n","createdAt":true}"#, #"{"id":"i","name":"n","createdAt":1e300}"#,
        ]
    )
    func `what is not the file of an instance is told why`(_ text: String) {
        let flaw = #expect(throws: InstanceFile.Flaw.self) {
            _ = try InstanceFile.metadata(in: InstanceFile.object(in: Array(text.utf8)), now: 0)
        }
        #expect(flaw?.reason.isEmpty == false)
    }
}
