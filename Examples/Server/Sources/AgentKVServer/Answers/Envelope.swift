internal import AgentKV
internal import NIOCore

/// The shape of every answer: what was asked, whether it was done, and what came of it or why not.
struct Envelope: Sendable {
    /// The name of the operation, or ``Envelope/unknown``.
    let type: String
    /// What the client calls its request, or the server: a text or a number.
    let requestID: JSONValue
    let result: Result<JSONObject, Failure>

    init(type: String, requestID: JSONValue, result: Result<JSONObject, Failure>) {
        self.type = type
        self.requestID = requestID
        self.result = result
    }

    init(type: String, requestID: String, result: Result<JSONObject, Failure>) {
        self.init(type: type, requestID: .string(requestID), result: result)
    }

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
        object["requestId"] = requestID
        // Whatever was stored nests as deep as the store allows, which is its own affair.
        guard let bytes = try? JSONValue.object(object).utf8(maximumDepth: .max) else {
            return ByteBuffer(string: Self.unwritable)
        }
        return ByteBuffer(bytes: bytes)
    }

    /// What is answered where the answer cannot be written, which no stored value makes happen.
    private static let unwritable =
        #"{"type":"kvStore.error","success":false,"error":"the answer cannot be written as JSON"}"#
}
