internal import AgentKV
internal import AgentKVSQLite
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What the server tells of itself, beside the routes of the store.
extension Gateway {
    /// Answers a request for one of the server's own routes; nil if it is for another path.
    ///
    /// - Throws: ``Failure``, 405 for a method that the route does not have.
    func ownResponse(
        to request: Request,
        _ target: RequestTarget,
        _ claims: AccessCheck.Claims,
        _ reply: inout Reply
    ) async throws -> Response? {
        guard let route = ownRoute(of: target) else { return nil }
        let method = request.method == .head ? .get : request.method
        guard route.methods.contains(method) else {
            try access.check(claims)
            throw Failure(methods: route.methods)
        }
        if route.isOpen { try access.checkHost(claims) } else { try access.check(claims) }
        switch route {
        case .panel:
            return access.knows(claims) ? file("panel.html", for: request) : signIn.page()
        case .file:
            return file(target.path[0], for: request)
        case .signIn:
            return signIn.respond(toForm: try await collectBody(of: request))
        case .signOut:
            return signIn.end(cookie: claims.cookie)
        case .document:
            return reply.response(text: OpenAPI.text)
        case .health:
            reply.type = "kvStore.health"
            return reply.response(try await inFlight.run { try await health() })
        case .metrics:
            let text = try await inFlight.run {
                metrics.text(sockets: events.subscriberCount, inFlight: inFlight.present)
            }
            return reply.response(text: text, contentType: "text/plain; version=0.0.4")
        case .constant:
            if method == .post { _ = try await collectBody(of: request) }
            return reply.response(text: Self.constant)
        }
    }

    /// The own route of a path, if it is there.
    private func ownRoute(of target: RequestTarget) -> OwnRoute? {
        guard let route = OwnRoute(target.path) else { return nil }
        let isThere =
            switch route {
            case .file: panel.contains(target.path[0])
            case .constant: measures
            default: true
            }
        return isThere ? route : nil
    }

    private func file(_ name: String, for request: Request) -> Response? {
        panel.response(for: name, ifNoneMatch: request.headers[.ifNoneMatch])
    }

    private func health() async throws -> Outcome {
        let revision = try await database.lastRevision()
        return Outcome([
            "status": "ok", "revision": .integer(revision.rawValue),
            "sockets": .integer(Int64(events.subscriberCount)),
        ])
    }

    private static let constant =
        #"{"type":"kvStore.get","success":true,"data":{"value":"constant","exists":true}}"#
}

extension Failure {
    /// The failure of a request for a socket that does not ask for the upgrade as it has to.
    static func upgradeRequired(_ headers: HTTPFields) -> Failure {
        Failure(
            .upgradeRequired,
            "a WebSocket is opened here: a GET with Connection: Upgrade, Upgrade: websocket, "
                + "Sec-WebSocket-Version: 13 and Sec-WebSocket-Key, on a new connection",
            headers: [.upgrade: "websocket", .secWebSocketVersion: "13"]
        )
    }
}
