import AgentKV
import AgentKVTesting
import HTTPTypes
import Testing

@testable import AgentKVServer

/// Bodies and paths that nobody meant to send: the server refuses them and goes on.
@Suite struct BodyFuzzTests {
    @Test func `A damaged body is refused by a status of the client's`() async throws {
        let corpus = try Corpus.values().compactMap { $0["params"] }
        let texts = try corpus.map { Array(try $0.text().utf8) }
        let paths = Route.all.compactMap { route -> (HTTPRequest.Method, String)? in
            if case .none = route.body { return nil }
            return (route.method, "/" + route.parts.map(\.word).joined(separator: "/"))
        }
        try await withRoutes { client in
            for seed in FuzzSeeds.usual(60) {
                var inputs = HostileInput(corpus: texts, words: Corpus.words, seed: seed)
                var values = HostileJSON(corpus: corpus, seed: seed)
                for (method, path) in paths {
                    let damaged = String(decoding: inputs.next(), as: UTF8.self)
                    for body in [damaged, (try? values.next().text()) ?? "{}"] {
                        let answer = try await client.send(method, path, text: body)
                        try #require(answer.isProper, "seed \(seed), \(path): \(body)")
                    }
                }
            }
            #expect(try await client.send(.get, "/kvstore/instances").status == 200)
        }
    }

    @Test func `A damaged path is refused by a status of the client's`() async throws {
        let targets = [
            "/kvstore/kv/a/n/k", "/kvstore/keys/a/n?prefix=x&limit=3&cursor=%C3%BC", "/panel/",
            "/kvstore/count/a?namespace=n", "/kvstore/instances/%2F%00", "/kvstore/openapi.json",
            "/kvstore/namespaces/a?", "/ws?token=x", "/%zz/%", "//", "/?&&=&a",
        ].map { Array($0.utf8) }
        let words = ["/", "?", "&", "=", "%", "%00", "%2F", "%ff", "..", "+", ";", "#", "//"]
        try await withRoutes { client in
            for seed in FuzzSeeds.usual(100) {
                var inputs = HostileInput(corpus: targets, words: words, seed: seed)
                for method in [HTTPRequest.Method.get, .delete, .put, .head] {
                    // What is no ASCII or a blank does not come as far as the routes.
                    let path = String(
                        decoding: inputs.next().filter { 0x21...0x7E ~= $0 }.prefix(2_000),
                        as: UTF8.self
                    )
                    let answer = try await client.send(method, "/" + path)
                    try #require(answer.isProper, "seed \(seed): \(method) /\(path)")
                }
            }
        }
    }
}

extension Answer {
    /// Whether it is one that a request may get that the server has understood, or rightly not.
    fileprivate var isProper: Bool { 200..<500 ~= status && !text.isUnexpected }
}

extension Route.Part {
    fileprivate var word: String {
        switch self {
        case .word(let word): word
        case .member: "a"
        }
    }
}
