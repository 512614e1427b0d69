import Testing

@testable import AgentKVServer

@Suite struct PureTests {
    @Test func `Times are ISO 8601 in UTC to the millisecond`() {
        #expect(Timestamp.text(second: 0, millisecond: 7) == "1970-01-01T00:00:00.007Z")
        #expect(
            Timestamp.text(second: 1_709_209_845, millisecond: 120) == "2024-02-29T12:30:45.120Z"
        )
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00.007Z", 7), ("2024-02-29T12:30:45.120Z", 1_709_209_845_120),
        ("2024-02-29T12:30:45Z", 1_709_209_845_000), ("2024-02-29T12:30Z", 1_709_209_800_000),
        ("2024-02-29", 1_709_164_800_000), ("2024-02-29t12:30:45,5z", 1_709_209_845_500),
        ("2024-02-29 12:30:45.123999+02:00", 1_709_202_645_123),
        ("2024-02-29T12:30:45-0130", 1_709_215_245_000), ("1969-12-31T23:59:59.999Z", -1),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func `The text of a time is read`(text: String, milliseconds: Int64) {
        #expect(Timestamp.milliseconds(text) == milliseconds)
    }

    @Test(arguments: [
        "", "now", "2024", "2024-02-30", "2024-13-01", "2024-02-29T", "2024-02-29T25:00:00Z",
        "2024-02-29T12:60:00Z", "2024-02-29T12:30:60Z", "2024-02-29T12:30:45", "20240229T123045Z",
        "2024-02-29T12:30:45.Z", "2024-02-29T12:30:45Z ", " 2024-02-29", "2024-02-29T12:30:45+2",
        "2024-02-29T12:30:45+24:00", "２024-02-29", "-2024-02-29", "2024-00-10", "2024-02-00",
    ])
    func `What is no time is not read as one`(text: String) {
        #expect(Timestamp.milliseconds(text) == nil)
    }

    @Test(arguments: [
        ("a%2Fb", "a/b"), ("%C3%BC", "ü"), ("%25", "%"), ("a+b", "a+b"), ("", ""), ("%00", "\0"),
    ])
    func `Percent-encoding is undone`(encoded: String, text: String) {
        #expect(PercentDecoding.text(encoded[...]) == text)
    }

    @Test func `A target falls into its path and its query`() throws {
        let target = try RequestTarget("/a%2Fb/?x=1&y=a%26b&x=2&z")
        #expect(target.path == ["a/b", ""])
        #expect(target["x"] == "2")
        #expect(target["y"] == "a&b")
        #expect(target["z"] == "")
        #expect(target["w"] == nil)
    }

    @Test(arguments: [
        ("ttl", "ttlSeconds"), ("TTL_SECONDS", "ttlSeconds"), ("ttl-seconds", "ttlSeconds"),
        ("kye", nil), ("keys", "key"), ("vlaue", "value"), ("k", nil), ("", nil), ("prefix", nil),
        (String(repeating: "key", count: 20), nil), ("é", nil),
    ])
    func `The name that is most like another is found, if one is`(name: String, nearest: String?) {
        let known = ["instanceId", "namespace", "key", "value", "ttlSeconds"]
        #expect(NearestName.nearest(to: name, of: known) == nearest)
        #expect(NearestName.nearest(to: name, of: []) == nil)
    }

    @Test func `A token is matched as a whole`() throws {
        let token = try #require(AccessToken("secret"))
        #expect(token.matches("secret"))
        for text in ["", "secre", "secrets", "secretsecret", "Secret", "secreu"] {
            #expect(!token.matches(text))
        }
        #expect(AccessToken("") == nil)
    }

    @Test func `A lifetime of any number of seconds is a duration`() {
        #expect(Duration(clampingSeconds: 1.5) == .milliseconds(1_500))
        #expect(Duration(clampingSeconds: 1e300) > .seconds(1e14))
        #expect(Duration(clampingSeconds: 1e-300) > .zero)
        #expect(Duration(clampingSeconds: -1e300) < .zero)
    }

    @Test func `Only loopback hosts are let in where the server is not exposed`() {
        let policy = OriginPolicy(isExposed: false, allowedOrigins: ["https://kv.example:8443"])
        for host in [
            "localhost:8080", "127.0.0.1", "127.0.0.2:80", "[::1]:1", "LOCALHOST",
            "kv.example:8443",
        ] {
            #expect(policy.allows(authority: host))
        }
        for host in [
            "evil.example:8080", "localhost.evil", "127.0.0.1.evil", "127.example.com", "[::2]", "",
        ] {
            #expect(!policy.allows(authority: host))
        }
    }
}
