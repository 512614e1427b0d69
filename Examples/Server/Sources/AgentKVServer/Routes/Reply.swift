internal import AgentKV
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The answer to a request while it is found out.
struct Reply {
    let requestID: String
    /// The name of the operation, once it is known.
    var type = Envelope.unknown

    /// The answer to a request that is done.
    func response(_ outcome: Outcome) -> Response {
        var headers = headers
        headers[.eTag] = outcome.revision?.entityTag
        return response(outcome.status, headers, .success(outcome.data))
    }

    /// The answer to a request that is not done.
    func response(_ failure: Failure) -> Response {
        var headers = headers
        for field in failure.headers { headers[field.name] = field.value }
        return response(failure.status, headers, .failure(failure))
    }

    /// The answer to who knows that revision already.
    func notModified(_ revision: Revision) -> Response {
        var headers = headers
        headers[.contentType] = nil
        headers[.eTag] = revision.entityTag
        return Response(status: .notModified, headers: headers)
    }

    /// The answer that is this text: JSON unless said.
    func response(text: String, contentType: String? = nil) -> Response {
        var headers = headers
        if let contentType { headers[.contentType] = contentType }
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    private var headers: HTTPFields {
        var headers = SecurityHeaders.data
        headers[.requestID] = requestID
        return headers
    }

    private func response(
        _ status: HTTPResponse.Status,
        _ headers: HTTPFields,
        _ result: Result<JSONObject, Failure>
    ) -> Response {
        let envelope = Envelope(type: type, requestID: requestID, result: result)
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: envelope.text)
        )
    }
}
