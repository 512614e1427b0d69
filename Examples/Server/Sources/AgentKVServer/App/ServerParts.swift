internal import AgentKVSQLite
internal import Logging

/// What all parts of the server share.
struct ServerParts: Sendable {
    let options: ServerOptions
    let database: SQLiteDatabase
    let events: EventHub
    let access: AccessCheck
    let metrics: ServerMetrics
    let logger: Logger

    init(_ options: ServerOptions, database: SQLiteDatabase, logger: Logger) async throws {
        self.options = options
        self.database = database
        self.logger = logger
        metrics = ServerMetrics()
        events = try await EventHub(database, limits: options.limits, metrics: metrics)
        access = AccessCheck(
            token: options.token,
            sessions: PanelSessions(),
            origins: OriginPolicy(
                isExposed: !options.isLoopback,
                allowedOrigins: options.allowedOrigins
            )
        )
    }
}
