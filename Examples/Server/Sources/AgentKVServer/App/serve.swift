public import AgentKVSQLite
internal import Hummingbird
public import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// Serves a database until the process is told to stop, by SIGTERM or SIGINT.
///
/// What is under way then has the time of ``ServerLimits/shutdownTime`` to finish, and is cancelled
/// after that. The database stays open.
///
/// - Parameters:
///   - options: How the server is started.
///   - database: What it serves.
///   - logger: Where it writes what happens.
///   - onRunning: Called with the port that it listens on, once it does.
/// - Throws: ``ServerOptionsError``, and what goes wrong when the port is taken.
public func serve(
    _ options: ServerOptions,
    database: SQLiteDatabase,
    logger: Logger,
    onRunning: @escaping @Sendable (Int) async -> Void
) async throws {
    let server = try await buildServer(
        options,
        database: database,
        logger: logger,
        onRunning: onRunning
    )
    var configuration = ServiceGroupConfiguration(
        services: [.init(service: server)],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: logger
    )
    configuration.maximumGracefulShutdownDuration = options.limits.shutdownTime
    try await ServiceGroup(configuration: configuration).run()
}
