internal import AgentKV
internal import NIOCore

/// The shape of every answer: what was asked, whether it was done, and what came of it or why not.
struct Envelope: Sendable {
    /// The name of the operation, or ``Envelope/unknown``.
    let type: String
    let requestID: String
    let result: Result<JSONObject, Failure>

    /// The type of the answer to what reaches no operation.
    static let unknown = "kvStore.error"

    /// The answer as JSON text, in UTF-8.
    var text: ByteBuffer {
        var object = JSONObject()
        object["type"] = .string(type)
        switch result {
        case .success(let data):
            object["success"] = true
            object["data"] = .object(data)
        case .failure(let failure):
            object["success"] = false
            object["error"] = .string(failure.text)
        }
        object["timestamp"] = .string(Timestamp.now())
        object["requestId"] = .string(requestID)
        // Whatever was stored nests less deep than what is written here may.
        guard let bytes = try? JSONValue.object(object).utf8(maximumDepth: Self.depth) else {
            return ByteBuffer(string: Self.unwritable)
        }
        return ByteBuffer(bytes: bytes)
    }

    private static let depth = JSONValue.defaultMaximumDepth + 8

    /// What is answered where the answer cannot be written, which no stored value makes happen.
    private static let unwritable =
        #"{"type":"kvStore.error","success":false,"error":"the answer cannot be written as JSON"}"#
}
