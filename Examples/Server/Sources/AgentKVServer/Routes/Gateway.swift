internal import AgentKV
internal import AgentKVSQLite
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// What answers every request that is no upgrade: checks who asks, finds what is asked for, does it,
/// and puts the answer into its envelope.
struct Gateway: HTTPResponder {
    let database: SQLiteDatabase
    let events: EventHub
    let access: AccessCheck
    let limits: ServerLimits
    let inFlight: InFlight
    let signIn: SignIn
    let panel: PanelFiles
    let logger: Logger
    let measures: Bool
    let metrics: ServerMetrics
    private let routes = RouteTable()

    init(_ parts: ServerParts) {
        database = parts.database
        events = parts.events
        access = parts.access
        limits = parts.options.limits
        inFlight = InFlight(maximum: limits.requestsInFlight)
        signIn = SignIn(token: parts.options.token, sessions: parts.access.sessions)
        panel = PanelFiles()
        logger = parts.logger
        measures = parts.options.measures
        metrics = parts.metrics
    }

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let start = ContinuousClock.now
        let id = RequestID.accepted(request.headers[.requestID]) ?? RequestID.make()
        var reply = Reply(requestID: id)
        var response: Response
        do {
            response = try await respond(to: request, &reply)
        } catch let error as any HTTPResponseError {
            response = reply.response(Failure(error.status, error.status.reasonPhrase))
        } catch {
            response = reply.response(Failure(error, logger: logger))
        }
        metrics.countRequest(reply.type, .rest, status: response.status.code, since: start)
        // The connection ends with this answer, and the client is to know.
        if request.headers[.connection] == "close" { response.headers[.connection] = "close" }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func respond(to request: Request, _ reply: inout Reply) async throws -> Response {
        let target = try RequestTarget(request.head.path ?? "/")
        var claims = AccessCheck.Claims(request.head)
        let isForSocket = SocketRequest.Purpose(target.path) != nil
        if isForSocket { claims.queryToken = target["token"] }
        if isForSocket || request.method != .get && request.method != .head {
            try access.checkOrigin(claims)
        }
        if isForSocket {
            try access.check(claims)
            throw Failure.upgradeRequired(request.headers)
        }
        if let response = try await ownResponse(to: request, target, claims, &reply) {
            return response
        }
        try access.check(claims)
        switch routes.find(request.method, target.path) {
        case .route(let route):
            return try await respond(to: request, target, by: route, &reply)
        case .otherMethods(let methods):
            throw Failure(methods: methods)
        case .nothing:
            throw Failure(.notFound, "there is nothing at this path; see /kvstore/openapi.json")
        }
    }

    private func respond(
        to request: Request,
        _ target: RequestTarget,
        by route: Route,
        _ reply: inout Reply
    ) async throws -> Response {
        reply.type = route.operation.name
        let isRead = route.method == .get
        let body = route.readsBody ? try await collectBody(of: request) : nil
        let outcome = try await inFlight.run {
            try await route.operation.run(
                OperationCall(
                    parameters: route.parameters(
                        of: target,
                        body: body,
                        valueDepth: database.limits.valueDepth
                    ),
                    condition: isRead ? nil : RecordCondition(headers: request.headers),
                    database: database
                )
            )
        }
        if isRead, let revision = outcome.revision, revision.isNamed(in: request.headers) {
            return reply.notModified(revision)
        }
        return reply.response(outcome)
    }
}

extension Gateway {
    /// Returns the whole body of a request.
    ///
    /// - Throws: ``Failure``, 413.
    func collectBody(of request: Request) async throws -> ByteBuffer {
        let announced = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        if announced > limits.bodyBytes { throw Failure.tooLarge(limits.bodyBytes) }
        do {
            return try await request.body.collect(upTo: limits.bodyBytes)
        } catch is NIOTooManyBytesError {
            throw Failure.tooLarge(limits.bodyBytes)
        }
    }
}

extension Failure {
    fileprivate static func tooLarge(_ maximum: Int) -> Failure {
        Failure(.contentTooLarge, "the body is over the limit of \(maximum) bytes")
    }

    /// The failure of a request whose path has other methods than its own.
    init(methods: [HTTPRequest.Method]) {
        let names = methods.map(\.rawValue).joined(separator: ", ")
        self.init(
            .methodNotAllowed,
            "this path has other methods: \(names)",
            headers: [.allow: names]
        )
    }
}

extension AccessCheck.Claims {
    init(_ head: HTTPRequest) {
        authority = head.authority
        authorization = head.headerFields[.authorization]
        cookie = head.headerFields[.cookie]
        origin = head.headerFields[.origin]
    }
}
