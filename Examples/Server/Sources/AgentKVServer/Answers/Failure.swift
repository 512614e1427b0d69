internal import HTTPTypes

/// Why a request is not done: the status for HTTP, and the text for people.
struct Failure: Error, Sendable {
    let status: HTTPResponse.Status
    let text: String
    /// What is said in the header beside the status.
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ text: String, headers: HTTPFields = [:]) {
        self.status = status
        self.text = text
        self.headers = headers
    }

    /// The failure of a request that is wrong at a member.
    static func wrong(_ member: String, _ reason: String) -> Failure {
        Failure(.badRequest, "`\(member)`: \(reason)")
    }
}

extension String {
    /// The beginning of the text, for a message.
    var shortened: String {
        unicodeScalars.count > 64 ? String(unicodeScalars.prefix(64)) + "…" : self
    }
}
