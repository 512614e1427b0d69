internal import AgentKV
internal import AgentKVSQLite
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What the server tells of itself, beside the routes of the store.
extension Gateway {
    /// Answers a request of a browser for a page; nil if it is for something else.
    ///
    /// Who is not known gets the page to sign in on, where a page is asked for.
    func pageResponse(
        to request: Request,
        _ target: RequestTarget,
        _ claims: AccessCheck.Claims
    ) async throws -> Response? {
        let isRead = request.method == .get || request.method == .head
        switch (target.path, isRead) {
        case (["session"], false) where request.method == .post:
            try access.checkHost(claims)
            return signIn.respond(toForm: try await collectBody(of: request))
        case ([], true):
            try access.checkHost(claims)
            if !access.knows(claims) { return signIn.page() }
            return file("panel.html", for: request)
        default:
            return nil
        }
    }

    /// Answers a request of someone who is known for what is no operation; nil if it is for one.
    func ownResponse(
        to request: Request,
        _ target: RequestTarget,
        _ reply: inout Reply
    ) async throws -> Response? {
        let isRead = request.method == .get || request.method == .head
        switch target.path {
        case let path where SocketRequest.Purpose(path) != nil:
            throw Failure.upgradeRequired(request.headers)
        case ["kvstore", "openapi.json"] where isRead:
            return reply.response(text: OpenAPI.text)
        case ["kvstore", "health"] where isRead:
            reply.type = "kvStore.health"
            return reply.response(try await health())
        case ["kvstore", "metrics"] where isRead:
            let text = metrics.text(
                sockets: events.subscriberCount,
                inFlight: inFlight.present
            )
            return reply.response(text: text, contentType: "text/plain; version=0.0.4")
        case ["kvstore", "constant"] where measures:
            if !isRead { _ = try await collectBody(of: request) }
            return reply.response(text: Self.constant)
        case ["session", "end"] where request.method == .post:
            return signIn.end()
        case let path where path.count == 1 && isRead:
            return file(path[0], for: request)
        default:
            return nil
        }
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
    fileprivate static func upgradeRequired(_ headers: HTTPFields) -> Failure {
        Failure(
            .upgradeRequired,
            "a WebSocket is opened here: a GET with Connection: Upgrade, Upgrade: websocket, "
                + "Sec-WebSocket-Version: 13 and Sec-WebSocket-Key, on a new connection",
            headers: [.upgrade: "websocket", .secWebSocketVersion: "13"]
        )
    }
}
