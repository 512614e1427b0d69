internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// How a browser comes to show that it knows the token.
struct SignIn: Sendable {
    private let token: AccessToken?
    private let sessions: PanelSessions

    init(token: AccessToken?, sessions: PanelSessions) {
        self.token = token
        self.sessions = sessions
    }

    /// The page that asks for the token.
    func page(isWrong: Bool = false) -> Response {
        var headers = SecurityHeaders.panel(contentType: "text/html; charset=utf-8", entityTag: "")
        headers[.eTag] = nil
        headers[.cacheControl] = "no-store"
        return Response(
            status: .unauthorized,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: Self.html(isWrong: isWrong)))
        )
    }

    /// Answers the form of the page: with a cookie where the token is right.
    func respond(toForm body: ByteBuffer) -> Response {
        let given = String(buffer: body).split(separator: "&").lazy
            .filter { $0.hasPrefix("token=") }
            .compactMap { PercentDecoding.text($0.dropFirst(6), plusIsSpace: true) }
            .first
        guard let token, let given, token.matches(given) else { return page(isWrong: true) }
        return redirect(cookie: sessions.begin())
    }

    /// Ends the session of a `Cookie` header, and makes the browser forget it.
    func end(cookie: String?) -> Response {
        if let cookie { sessions.end(cookie) }
        return redirect(cookie: PanelSessions.endedCookie)
    }

    private func redirect(cookie: String) -> Response {
        var headers = SecurityHeaders.data
        headers[.contentType] = nil
        headers[.location] = "/"
        headers[.setCookie] = cookie
        return Response(status: .seeOther, headers: headers)
    }

    private static func html(isWrong: Bool) -> String {
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <title>AgentKV: sign in</title>
        <h1>AgentKV</h1>
        <form method="post" action="/session">
        <p><label>Token <input type="password" name="token" autofocus required
        autocomplete="current-password"></label> <button>Sign in</button></p>
        \(isWrong ? "<p role=\"alert\">That is not the token.</p>" : "")
        </form>
        </html>
        """
    }
}
