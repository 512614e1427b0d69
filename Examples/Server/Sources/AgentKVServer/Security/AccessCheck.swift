internal import HTTPTypes

/// Decides who may ask: by host, token and origin.
struct AccessCheck: Sendable {
    let token: AccessToken?
    let sessions: PanelSessions
    let origins: OriginPolicy

    /// What a request says of itself.
    struct Claims: Sendable {
        /// The host and the port that it was sent to.
        var authority: String?
        var authorization: String?
        var cookie: String?
        var origin: String?
        /// The token in the query, where that is allowed.
        var queryToken: String?
    }

    /// Throws unless the request is for this server, and from someone who knows the token.
    ///
    /// - Throws: ``Failure``, 403 or 401.
    func check(_ claims: Claims) throws(Failure) {
        try checkHost(claims)
        if !knows(claims) {
            throw Failure(
                .unauthorized,
                "the token is missing or wrong",
                headers: [.wwwAuthenticate: "Bearer"]
            )
        }
    }

    /// Throws unless the request is for this server.
    ///
    /// - Throws: ``Failure``, 403.
    func checkHost(_ claims: Claims) throws(Failure) {
        if !origins.allows(authority: claims.authority) {
            throw Failure(.forbidden, "this server is not called that; see --allow-origin")
        }
    }

    /// Throws where a page of another origin makes a browser ask.
    ///
    /// - Throws: ``Failure``, 403.
    func checkOrigin(_ claims: Claims) throws(Failure) {
        if !origins.allows(origin: claims.origin, authority: claims.authority) {
            throw Failure(.forbidden, "requests from another origin are not taken")
        }
    }

    /// Whether the request comes from someone who knows the token, if there is one.
    func knows(_ claims: Claims) -> Bool {
        guard let token else { return true }
        if let bearer = claims.authorization?.bearerToken { return token.matches(bearer) }
        if let given = claims.queryToken { return token.matches(given) }
        return claims.cookie.map(sessions.contain) ?? false
    }
}

extension String {
    /// The token of an `Authorization` header; nil for another scheme.
    fileprivate var bearerToken: Substring? {
        let scheme = "bearer "
        guard prefix(scheme.count).lowercased() == scheme else { return nil }
        return dropFirst(scheme.count)
    }
}
