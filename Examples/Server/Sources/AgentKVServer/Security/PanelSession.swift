/// What a browser shows in place of the token once it has signed in: a secret of this run of the
/// server, in a cookie that no script can read and no other site's page can send.
struct PanelSession: Sendable {
    private static let name = "agentkv-session"
    private let secret: AccessToken?
    private let text: String

    init() {
        var generator = SystemRandomNumberGenerator()
        text = (0..<4).map { _ in RequestID.hex(generator.next()) }.joined()
        secret = AccessToken(text)
    }

    /// The cookie of who has signed in.
    var cookie: String { "\(Self.name)=\(text); Path=/; HttpOnly; SameSite=Strict" }

    /// The cookie of who has signed out.
    var endedCookie: String { "\(Self.name)=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0" }

    /// Whether a `Cookie` header holds the session.
    func isNamed(in header: String) -> Bool {
        guard let secret else { return false }
        return header.split(separator: ";").contains { pair in
            let pair = pair.drop { $0 == " " }
            guard pair.hasPrefix(Self.name + "=") else { return false }
            return secret.matches(pair.dropFirst(Self.name.count + 1))
        }
    }
}
