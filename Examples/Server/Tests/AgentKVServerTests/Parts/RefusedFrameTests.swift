import AgentKV
import AgentKVSQLite
import NIOCore
import Testing

@testable import AgentKVServer

/// Request frames whose text the parser refuses.
@Suite struct RefusedFrameTests {
    private static let nest =
        String(repeating: "[", count: 600) + String(repeating: "]", count: 600)

    private static func answer(_ frame: String) async throws -> JSONValue {
        let database = try await SQLiteDatabase.inMemory()
        let parts = try await ServerParts(ServerOptions(), database: database, logger: .silent)
        let frames = RequestFrames(parts, purpose: .requests)
        let answer = await frames.answer(to: ByteBuffer(string: frame))
        await database.close()
        return try JSONValue(parsing: answer.readableBytesView)
    }

    @Test(
        arguments: [
            ("100000000000000000000", "outside the range of Int64"), ("1e400", "is too large"),
            (#""\ud800""#, "surrogate"), (nest, "nests deeper than 512"),
            ("NaN", "expected a value"),
        ],
        [#""7""#, "7"]
    )
    func `A value that is not taken is refused under the type and the id of its request`(
        refused: (value: String, reason: String),
        id: String
    )
        async throws
    {
        let params = #"{"instanceId":"a","namespace":"n","key":"k","value":\#(refused.value)}"#
        for frame in [
            #"{"type":"kvStore.set","requestId":\#(id),"params":\#(params)}"#,
            #"{"params":\#(params),"requestId":\#(id),"type":"kvStore.set"}"#,
        ] {
            let answer = try await Self.answer(frame)
            #expect(answer["type"] == "kvStore.set")
            #expect(answer["success"] == false)
            #expect(try answer["requestId"] == JSONValue(parsing: id))
            guard case .string(let error)? = answer["error"] else {
                Issue.record("there is no error in \(answer)")
                return
            }
            #expect(error.contains(refused.reason))
            #expect(!error.contains("no JSON"))
        }
    }

    @Test(arguments: ["", "{", "hello", #"{"value":1e400}"#, #"{"requestId":{},"x":1e400}"#])
    func `What names neither is answered as an error under an id of the server`(
        frame: String
    )
        async throws
    {
        let answer = try await Self.answer(frame)
        #expect(answer["type"] == "kvStore.error")
        #expect(answer["success"] == false)
        guard case .string(let id)? = answer["requestId"] else {
            Issue.record("there is no id in \(answer)")
            return
        }
        #expect(!id.isEmpty)
    }
}
