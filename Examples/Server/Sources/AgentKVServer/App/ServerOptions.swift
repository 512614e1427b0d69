/// How the server is started.
public struct ServerOptions: Sendable {
    /// The address to listen on; loopback unless said.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 picks a free one.
    public var port = 8_080
    /// The secret that clients have to know; nil for none.
    public var token: AccessToken?
    /// The origins, besides the server's own, of pages that may write and open sockets.
    ///
    /// That is for a proxy before the server: the origin may stand in `Origin`, and its host in `Host`.
    /// There is no CORS: pages that a browser takes for foreign cannot read what they are answered.
    public var allowedOrigins: [String] = []
    /// The bounds on what the server is sent.
    public var limits = ServerLimits()
    /// Whether there is a route that answers from a constant, to measure the others against.
    public var measures = false

    /// Creates the usual options, for parts of them to be changed.
    public init() {}

    /// Whether only programs on this machine can reach the server.
    public var isLoopback: Bool { Loopback.contains(host) }

    /// Throws unless it is safe to listen as the options say.
    ///
    /// - Throws: ``ServerOptionsError/exposedWithoutToken(host:)``.
    public func check() throws(ServerOptionsError) {
        if !isLoopback, token == nil { throw .exposedWithoutToken(host: host) }
    }
}

/// Why the server is not started.
public enum ServerOptionsError: Error, CustomStringConvertible {
    /// Others could reach the server, and there is no token.
    case exposedWithoutToken(host: String)

    /// The reason, for whoever starts the server.
    public var description: String {
        switch self {
        case .exposedWithoutToken(let host):
            "listening on \(host) lets other machines in: give a token, with --token or in the "
                + "environment as AGENTKV_TOKEN"
        }
    }
}
