internal import HTTPTypes

/// The names of headers that the library of HTTP does not list.
extension HTTPField.Name {
    static let requestID = listed("X-Request-Id")
    static let referrerPolicy = listed("Referrer-Policy")
    static let resourcePolicy = listed("Cross-Origin-Resource-Policy")
    static let openerPolicy = listed("Cross-Origin-Opener-Policy")
    static let frameOptions = listed("X-Frame-Options")

    private static func listed(_ text: StaticString) -> HTTPField.Name {
        guard let name = HTTPField.Name("\(text)") else {
            preconditionFailure("\(text) can be the name of a header")
        }
        return name
    }
}
