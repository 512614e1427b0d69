public import AgentKVSQLite
public import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import ServiceLifecycle

/// Builds the server over a database.
///
/// It shuts down when its service group does: it stops to accept connections, finishes what is under
/// way and closes its sockets. The database stays open; whoever opened it closes it then.
///
/// - Parameters:
///   - options: How the server is started.
///   - database: What it serves.
///   - logger: Where it writes what happens.
///   - onRunning: Called with the port that it listens on, once it does.
/// - Returns: The server, to be run.
/// - Throws: ``ServerOptionsError``, and what reading from the database throws.
public func buildServer(
    _ options: ServerOptions,
    database: SQLiteDatabase,
    logger: Logger,
    onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
) async throws -> some ApplicationProtocol {
    try options.check()
    let parts = try await ServerParts(options, database: database, logger: logger)
    return Application(
        responder: Gateway(parts),
        server: HTTPServerBuilder { ServerConnection(responder: $0, parts: parts) },
        configuration: ApplicationConfiguration(
            address: .hostname(options.host, port: options.port),
            availableConnectionsDelegate: MaximumAvailableConnections(options.limits.connections)
        ),
        services: [Background { await parts.events.run() }],
        onServerRunning: { channel in
            if let port = channel.localAddress?.port { await onRunning(port) }
        },
        logger: logger
    )
}
