import AgentKV
import AgentKVSQLite
import AgentKVServer
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Testing

/// Asks the routes of a server over a database in memory, without a network.
struct RouteClient: Sendable {
    let client: any TestClientProtocol
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
        let response = try await client.execute(
            uri: path,
            method: method,
            headers: headers,
            body: text.map { ByteBuffer(string: $0) }
        )
        return Answer(
            status: response.status.code,
            headers: response.headers,
            text: String(buffer: response.body)
        )
    }
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

/// Runs `body` with the routes of a server over a new database in memory.
func withRoutes(
    _ change: (inout ServerOptions) -> Void = { _ in },
    configuration: SQLiteDatabase.Configuration = .init(),
    _ body: @Sendable (RouteClient) async throws -> Void
) async throws {
    var options = ServerOptions()
    options.sweepInterval = nil
    change(&options)
    let database = try await SQLiteDatabase.inMemory(configuration: configuration)
    let server = try await buildServer(options, database: database, logger: .silent)
    try await server.test(.router) { client in
        try await body(RouteClient(client: client, database: database))
    }
    await database.close()
}

extension Logger {
    static let silent = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
}
