internal import AgentKV
internal import HTTPTypes

/// What an operation that is done results in.
struct Outcome: Sendable {
    /// What is answered.
    var data: JSONObject
    /// The revision that the answer is about, for its `ETag`.
    var revision: Revision?
    /// The status for HTTP.
    var status = HTTPResponse.Status.ok

    init(_ data: JSONObject, revision: Revision? = nil, status: HTTPResponse.Status = .ok) {
        self.data = data
        self.revision = revision
        self.status = status
    }
}
