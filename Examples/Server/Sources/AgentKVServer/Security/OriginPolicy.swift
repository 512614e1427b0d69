/// Which hosts a request may be sent to, and which pages may make a browser send it.
///
/// A page of another site can make a browser send requests here, and its name can be made to lead to
/// this machine. So the host has to be one that this server is known by, and the origin the same.
struct OriginPolicy: Sendable {
    private let isExposed: Bool
    private let allowedOrigins: Set<String>
    /// The hosts of the allowed origins.
    private let allowedHosts: Set<String>

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - isExposed: Whether others than this machine can reach the server: then there is a token,
    ///     and it may be called by any host.
    ///   - allowedOrigins: Further origins, such as `https://panel.example.com`.
    init(isExposed: Bool, allowedOrigins: [String]) {
        self.isExposed = isExposed
        self.allowedOrigins = Set(allowedOrigins.map { $0.lowercased() })
        allowedHosts = Set(self.allowedOrigins.compactMap { Self.host(ofOrigin: $0) })
    }

    /// Whether a request that was sent to this host and port is meant for this server.
    func allows(authority: String?) -> Bool {
        // Only clients of HTTP/1.0, which no browser is, leave it out.
        guard !isExposed, let authority else { return true }
        let host = Self.host(ofAuthority: authority.lowercased())
        return Loopback.contains(host) || allowedHosts.contains(host)
    }

    /// Whether a page of this origin may write; a client that is no browser has none.
    func allows(origin: String?, authority: String?) -> Bool {
        guard let origin = origin?.lowercased() else { return true }
        if allowedOrigins.contains(origin) { return true }
        guard let authority = authority?.lowercased() else { return false }
        return origin == "http://" + authority || origin == "https://" + authority
    }

    private static func host(ofOrigin origin: String) -> String? {
        guard let colon = origin.firstRange(of: "://") else { return nil }
        return host(ofAuthority: String(origin[colon.upperBound...]))
    }

    /// The host without the port, and without the brackets of an IPv6 address.
    private static func host(ofAuthority authority: String) -> String {
        if authority.first == "[", let end = authority.firstIndex(of: "]") {
            return String(authority[..<end].dropFirst())
        }
        return String(authority.prefix { $0 != ":" })
    }
}
