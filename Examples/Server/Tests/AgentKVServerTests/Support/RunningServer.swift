import AgentKV
import AgentKVSQLite
import AgentKVServer
import Logging
import ServiceLifecycle

/// A server that listens on a port of this machine.
struct RunningServer: Sendable {
    let port: Int
    let database: SQLiteDatabase
    private let group: ServiceGroup

    /// Begins to shut down; whoever runs the server waits for the end of it.
    func shutDown() async { await group.triggerGracefulShutdown() }

    /// Runs `body` with a server over a new database in memory, and then shuts the server down.
    static func run(
        _ options: ServerOptions = .patient,
        wallClock: WallClock = .system,
        _ body: @Sendable (RunningServer) async throws -> Void
    ) async throws {
        var options = options
        options.port = 0
        var configuration = SQLiteDatabase.Configuration()
        configuration.wallClock = wallClock
        let database = try await SQLiteDatabase.inMemory(configuration: configuration)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = try await buildServer(options, database: database, logger: .silent) {
            port.yield($0)
        }
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: server)], logger: .silent)
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { port.finish() }
                try await group.run()
            }
            for await port in ports {
                let running = RunningServer(port: port, database: database, group: group)
                do {
                    try await body(running)
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
        await database.close()
    }
}
