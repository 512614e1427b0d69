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
