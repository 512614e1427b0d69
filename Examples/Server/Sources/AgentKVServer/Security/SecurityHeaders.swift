internal import HTTPTypes

/// What every answer says to browsers: no guessing of types, no framing, no referrer, nothing kept.
enum SecurityHeaders {
    /// The policy of the panel's page: its own scripts and styles, and its own server.
    static let panelPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
        "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    /// The headers of an answer to a program.
    static let data: HTTPFields = [
        .contentType: "application/json; charset=utf-8",
        .cacheControl: "no-store",
        .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        .xContentTypeOptions: "nosniff",
        .referrerPolicy: "no-referrer",
        .resourcePolicy: "same-origin",
    ]

    /// Returns the headers of a file of the panel.
    static func panel(contentType: String, entityTag: String) -> HTTPFields {
        [
            .contentType: contentType,
            .cacheControl: "no-cache",
            .eTag: entityTag,
            .contentSecurityPolicy: panelPolicy,
            .xContentTypeOptions: "nosniff",
            .frameOptions: "DENY",
            // With no-referrer a browser names no origin when it sends the form of the page to sign in on.
            .referrerPolicy: "same-origin",
            .resourcePolicy: "same-origin",
            .openerPolicy: "same-origin",
        ]
    }
}
