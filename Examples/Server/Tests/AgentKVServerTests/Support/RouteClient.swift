import AgentKV
import AgentKVSQLite
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import AgentKVServer

/// Asks the routes of a server over a database in memory, without a network.
struct RouteClient: Sendable {
    fileprivate let gateway: Gateway
    let database: SQLiteDatabase

    /// Sends a request with a body of JSON.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: JSONValue? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await send(method, path, text: body?.text(), headers: headers)
    }

    /// Sends a request with a body of any text.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        text: String?,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        let body = ByteBuffer(string: text ?? "")
        var headers = headers
        if text != nil { headers[.contentLength] = "\(body.readableBytes)" }
        let head = HTTPRequest(
            method: method,
            scheme: "http",
            authority: "localhost",
            path: path,
            headerFields: headers
        )
        let source = ApplicationRequestContextSource(
            channel: NIOAsyncTestingChannel(),
            logger: .silent
        )
        let response = try await gateway.respond(
            to: Request(head: head, body: RequestBody(buffer: body)),
            context: BasicRequestContext(source: source)
        )
        let answer = Collector()
        try await response.body.write(answer)
        return Answer(
            status: response.status.code,
            headers: response.headers,
            text: String(buffer: answer.bytes)
        )
    }
}

/// Keeps the body of an answer.
private final class Collector: ResponseBodyWriter {
    private(set) var bytes = ByteBuffer()

    func write(_ buffer: ByteBuffer) { bytes.writeImmutableBuffer(buffer) }

    func finish(_ trailers: HTTPFields?) {}
}

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }
    var data: JSONValue { json["data"] ?? .null }
    var error: String {
        if case .string(let text)? = json["error"] { text } else { "" }
    }
}

/// Runs `body` with the routes of a server over a new database: in memory, unless a path is given.
func withRoutes(
    _ options: ServerOptions = ServerOptions(),
    configuration: SQLiteDatabase.Configuration = .init(),
    path: String? = nil,
    _ body: @Sendable (RouteClient) async throws -> Void
) async throws {
    let database =
        if let path {
            try await SQLiteDatabase(path: path, configuration: configuration)
        } else {
            try await SQLiteDatabase.inMemory(configuration: configuration)
        }
    let parts = try await ServerParts(options, database: database, logger: .silent)
    try await withThrowingTaskGroup { group in
        group.addTask { await parts.events.run() }
        try await body(RouteClient(gateway: Gateway(parts), database: database))
        group.cancelAll()
    }
    await database.close()
}

extension ServerOptions {
    /// The usual options, with something changed.
    static func changed(_ change: (inout ServerOptions) -> Void) -> ServerOptions {
        var options = patient
        change(&options)
        return options
    }

    /// The usual options for a machine that may be busy with other things.
    static var patient: ServerOptions {
        var options = ServerOptions()
        options.limits.pingInterval = .seconds(600)
        options.limits.idleTime = .seconds(600)
        options.limits.closingTime = .seconds(60)
        return options
    }
}

extension Logger {
    static let silent = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
}
