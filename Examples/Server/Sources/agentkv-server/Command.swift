import AgentKVSQLite
import AgentKVServer
import ArgumentParser
import Foundation
import Logging

/// The command line: reads the options, opens the project, and serves it until it is told to stop.
@main
struct Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agentkv-server",
        abstract: "Serves a project's key-value store: REST, WebSocket events and a live panel.",
        discussion: """
            Only programs on this machine can reach it unless --host says otherwise; then a token \
            is needed. It stops on SIGTERM and on SIGINT (ctrl-C).
            """
    )

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 picks a free one.")
    var port = 8_080

    @Option(help: "The project's folder, made when missing: .codebolt/db/project.db is in it.")
    var project = "agentkv-project"

    @Option(help: "The secret that clients have to know; safer in the environment: AGENTKV_TOKEN.")
    var token: String?

    @Option(
        help: "The origin of a proxy before the server, whose pages may write; may be repeated."
    )
    var allowOrigin: [String] = []

    @Option(
        help: "How much of a write the disk has when it is answered: full or normal.",
        transform: Self.synchronous
    )
    var synchronous = SQLiteDatabase.Synchronous.full

    @Option(help: "Look this often, in seconds, whether other programs have written to the file.")
    var notice: Double?

    @Option(
        help: "trace, debug, info, notice, warning, error or critical.",
        transform: Self.level
    )
    var logLevel = Logger.Level.info

    @OptionGroup(title: "Limits")
    var limits: LimitOptions

    @Flag(help: .hidden)
    var measure = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port: 0 to 65535 are allowed, found \(port)")
        }
        if let notice, !(notice > 0) { throw ValidationError("--notice: a number above zero") }
        try limits.check()
        do {
            try serverOptions().check()
        } catch let error as ServerOptionsError {
            throw ValidationError("\(error)")
        }
    }

    func run() async throws {
        var logger = Logger(label: "agentkv-server") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = logLevel
        let database = try await SQLiteDatabase(project: project, configuration: databaseOptions)
        let failure: (any Error)?
        do {
            try await serve(serverOptions(), database: database, logger: logger) { port in
                Self.announce(host: host, port: port)
            }
            failure = nil
        } catch {
            failure = error
        }
        await database.close()
        if let failure { throw failure }
        logger.info("stopped")
    }

    /// Says where the server is, on the standard output, for people and for scripts.
    private static func announce(host: String, port: Int) {
        let name = host.contains(":") ? "[\(host)]" : host
        print("Listening on http://\(name):\(port)/kvstore")
        print("The panel is at http://\(name):\(port)/")
        fflush(nil)
    }

    private static func synchronous(_ name: String) throws -> SQLiteDatabase.Synchronous {
        guard let value = SQLiteDatabase.Synchronous(rawValue: name.uppercased()) else {
            throw ValidationError("full or normal is expected, found \(name)")
        }
        return value
    }

    private static func level(_ name: String) throws -> Logger.Level {
        guard let value = Logger.Level(rawValue: name) else {
            throw ValidationError("there is no level \(name)")
        }
        return value
    }

    private func serverOptions() throws -> ServerOptions {
        var options = ServerOptions()
        options.host = host
        options.port = port
        options.token = try secret()
        options.allowedOrigins = allowOrigin
        options.limits = limits.serverLimits
        options.measures = measure
        return options
    }

    /// The token, from the command line or else from the environment.
    private func secret() throws -> AccessToken? {
        let variable = "AGENTKV_TOKEN"
        let inEnvironment = ProcessInfo.processInfo.environment[variable]
        guard let text = token ?? inEnvironment else { return nil }
        guard let secret = AccessToken(text) else {
            let source = token == nil ? variable : "--token"
            throw ValidationError("\(source): the token is empty; leave it out for none")
        }
        return secret
    }

    private var databaseOptions: SQLiteDatabase.Configuration {
        var configuration = SQLiteDatabase.Configuration()
        configuration.synchronous = synchronous
        configuration.noticeInterval = notice.map { .seconds($0) }
        configuration.queryLimits.time = limits.serverLimits.queryTime
        return configuration
    }
}
