import AgentKV
import AgentKVSQLite
import AgentKVTesting
import NIOCore
import Testing

@testable import AgentKVServer

/// Request frames that nobody meant to send: each gets one answer, in its envelope.
@Suite struct FrameFuzzTests {
    @Test func `A damaged frame gets an answer that says what is wrong`() async throws {
        let corpus = try Corpus.frames()
        try await Self.withFrames { frames, _ in
            var done = 0
            for seed in FuzzSeeds.usual(150) {
                var inputs = HostileInput(corpus: corpus, words: Corpus.words, seed: seed)
                for _ in 0..<10 {
                    let bytes = inputs.next()
                    let answer = try await Self.answer(frames, ByteBuffer(bytes: bytes))
                    try #require(answer.problem == nil, "seed \(seed): \(bytes)")
                    if answer.isSuccess { done += 1 }
                }
            }
            // Frames that are all refused would prove little.
            #expect(done > FuzzSeeds.usual(150).count / 10)
        }
    }

    @Test func `A changed request is done or refused, and its answer has its id`() async throws {
        let corpus = try Corpus.values()
        try await Self.withFrames { frames, database in
            var done = 0
            for seed in FuzzSeeds.usual(150) {
                var requests = HostileJSON(corpus: corpus, seed: seed)
                for _ in 0..<10 {
                    let request = requests.next()
                    guard let text = try? request.text() else { continue }
                    let answer = try await Self.answer(frames, ByteBuffer(string: text))
                    try #require(answer.problem == nil, "seed \(seed): \(text)")
                    if case .string(let id)? = request["requestId"] {
                        try #require(answer.id == .string(id), "seed \(seed): \(text)")
                    }
                    if answer.isSuccess { done += 1 }
                }
            }
            #expect(done > FuzzSeeds.usual(150).count)
            #expect(try await database.checkIntegrity().isEmpty)
        }
    }

    /// Runs `body` with the frames of a server over a new database.
    private static func withFrames(
        _ body: (RequestFrames, SQLiteDatabase) async throws -> Void
    ) async throws {
        let database = try await SQLiteDatabase.inMemory()
        let parts = try await ServerParts(ServerOptions(), database: database, logger: .silent)
        _ = try await database.createInstance(name: "a")
        try await body(RequestFrames(parts, purpose: .requests), database)
        await database.close()
    }

    private struct Answer {
        var id: JSONValue?
        var isSuccess = false
        var problem: String?
    }

    private static func answer(
        _ frames: RequestFrames,
        _ text: ByteBuffer
    ) async throws -> Answer {
        let buffer = await frames.answer(to: text)
        let json = try JSONValue(parsing: buffer.readableBytesView, maximumDepth: 600)
        var answer = Answer(id: json["requestId"], isSuccess: json["success"] == true)
        switch (json["type"], json["success"], json["data"], json["error"], json["timestamp"]) {
        case (.string?, true?, .object?, nil, .string?): break
        case (.string?, false?, nil, .string(let error)?, .string?):
            if error.isEmpty || error.isUnexpected { answer.problem = error }
        default: answer.problem = "the envelope is \(json)"
        }
        switch answer.id {
        case .string?, .integer?, .number?: break
        default: answer.problem = "there is no id"
        }
        return answer
    }
}
