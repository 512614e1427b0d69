internal import AgentKV
internal import AgentKVSQLite
internal import HTTPTypes
internal import NIOCore

/// Answers the frames that a client sends: each gets one answer, whatever it holds.
struct RequestFrames: Sendable {
    private let parts: ServerParts
    private let purpose: SocketRequest.Purpose

    init(_ parts: ServerParts, purpose: SocketRequest.Purpose) {
        self.parts = parts
        self.purpose = purpose
    }

    /// Does what a frame asks for, and returns the answer.
    func answer(to text: ByteBuffer) async -> ByteBuffer {
        let start = ContinuousClock.now
        let value: JSONValue
        do {
            let depth = parts.database.limits.valueDepth
            value = try RequestText.json(text.readableBytesView, valueDepth: depth)
        } catch {
            let failure = Failure(.badRequest, "the frame cannot be read: \(error)")
            return answer(toUnread: text, failure)
        }
        guard case .object(let frame) = value else {
            let reason = "the frame is \(value.kind); an object is expected"
            return answer(.failure(Failure(.badRequest, reason)))
        }
        var id: JSONValue?
        do {
            id = try requestID(of: frame)
            let (operation, parameters) = try understood(frame)
            let (result, status) = await run(operation, parameters)
            parts.metrics.countRequest(operation.name, .socket, status: status, since: start)
            return answer(result, to: operation.name, id)
        } catch {
            let type = frame["type"]?.text ?? Envelope.unknown
            return answer(.failure(error), to: type, id)
        }
    }

    /// Returns the answer to a binary frame.
    func answerToBinary() -> ByteBuffer {
        answer(.failure(Failure(.badRequest, "a text frame is expected, found a binary one")))
    }

    /// Returns the answer to a frame that is over the limit, of which this is the beginning.
    func answer(toOversized start: ByteBuffer) -> ByteBuffer {
        let limit = parts.options.limits.messageBytes
        let reason = "the frame is over the limit of \(limit) bytes; nothing was done"
        return answer(toUnread: start, Failure(.contentTooLarge, reason))
    }

    private func answer(toUnread text: ByteBuffer, _ failure: Failure) -> ByteBuffer {
        let label = FrameLabel(of: Array(text.readableBytesView))
        return answer(.failure(failure), to: label.type ?? Envelope.unknown, label.requestID)
    }

    private func run(
        _ operation: Operation,
        _ parameters: Parameters
    ) async -> (Result<JSONObject, Failure>, status: Int) {
        do {
            let call = OperationCall(parameters: parameters, database: parts.database)
            let outcome = try await operation.run(call)
            return (.success(outcome.data), outcome.status.code)
        } catch {
            let failure = Failure(error, logger: parts.logger)
            return (.failure(failure), failure.status.code)
        }
    }

    /// What the client calls its request; nil if it leaves that to the server.
    private func requestID(of frame: JSONObject) throws(Failure) -> JSONValue? {
        switch frame["requestId"] {
        case nil, .null?: return nil
        case .string?, .integer?, .number?: return frame["requestId"]
        case let other?:
            throw .wrong("requestId", "a text or a number is expected, found \(other.kind)")
        }
    }

    private func understood(
        _ frame: JSONObject
    ) throws(Failure) -> (Operation, Parameters) {
        if purpose == .events {
            throw Failure(.badRequest, "this socket takes no requests; /codebolt does")
        }
        guard let type = frame["type"]?.text else { throw .wrong("type", "a text is expected") }
        guard let operation = Operation.byName[type] else {
            throw .wrong("type", "there is no operation \(JSONValue.string(type.shortened))")
        }
        switch frame["params"] {
        case nil, .null?: return (operation, Parameters(object: [:]))
        case .object(let object)?: return (operation, Parameters(object: object))
        case let other?: throw .wrong("params", "an object is expected, found \(other.kind)")
        }
    }

    private func answer(
        _ result: Result<JSONObject, Failure>,
        to type: String = Envelope.unknown,
        _ id: JSONValue? = nil
    ) -> ByteBuffer {
        let requestID = id ?? .string(RequestID.make())
        return Envelope(type: type, requestID: requestID, result: result).text
    }
}

extension JSONValue {
    fileprivate var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}
