internal import Synchronization

/// The browsers that have signed in: each shows, in place of the token, a secret of its own, in a
/// cookie that no script can read and no other site's page can send.
///
/// A session lasts until its browser signs out, the server ends, or ``maximum`` newer ones have begun.
final class PanelSessions: Sendable {
    /// How many sessions there can be at the same time.
    static let maximum = 100

    /// The cookie of who has signed out.
    static let endedCookie = "\(name)=; \(attributes); Max-Age=0"

    private static let name = "agentkv-session"
    private static let attributes = "Path=/; HttpOnly; SameSite=Strict"

    /// The secrets of the sessions, the newest last.
    private let secrets = Mutex<[AccessToken]>([])

    /// Begins a session, and returns its cookie.
    func begin() -> String {
        var generator = SystemRandomNumberGenerator()
        let text = (0..<4).map { _ in RequestID.hex(generator.next()) }.joined()
        secrets.withLock { secrets in
            if let secret = AccessToken(text) { secrets.append(secret) }
            secrets.removeFirst(max(0, secrets.count - Self.maximum))
        }
        return "\(Self.name)=\(text); \(Self.attributes)"
    }

    /// Whether a `Cookie` header holds a session.
    func contain(_ header: String) -> Bool {
        let texts = Self.texts(in: header)
        return secrets.withLock { secrets in
            secrets.contains { secret in texts.contains { secret.matches($0) } }
        }
    }

    /// Ends the session that a `Cookie` header holds, if there is one.
    func end(_ header: String) {
        let texts = Self.texts(in: header)
        secrets.withLock { secrets in
            secrets.removeAll { secret in texts.contains { secret.matches($0) } }
        }
    }

    private static func texts(in header: String) -> [Substring] {
        header.split(separator: ";").compactMap { pair in
            let pair = pair.drop { $0 == " " }
            return pair.hasPrefix(name + "=") ? pair.dropFirst(name.count + 1) : nil
        }
    }
}
