import AgentKVServer
import ArgumentParser

/// The limits that the command line can change.
struct LimitOptions: ParsableArguments {
    @Option(help: "The most bytes of a request's body, and of a message on a socket.")
    var maxBody = ServerLimits().bodyBytes

    @Option(help: "The most connections at the same time.")
    var maxConnections = ServerLimits().connections

    @Option(help: "The most requests that are done at the same time.")
    var maxRequests = ServerLimits().requestsInFlight

    @Option(help: "How long a query may take, in seconds.")
    var queryTime = 5.0

    @Option(help: "How long the body of a request may take to come, in seconds.")
    var bodyTime = 60.0

    @Option(help: "How long a connection may be silent, in seconds.")
    var idleTime = 60.0

    @Option(help: "How long what is under way may take when the server ends, in seconds.")
    var shutdownTime = 3.0

    @Option(help: "How many events are remembered for clients that come back.")
    var history = ServerLimits().rememberedEvents

    func check() throws {
        let counts = [
            ("max-body", maxBody), ("max-connections", maxConnections),
            ("max-requests", maxRequests), ("history", history),
        ]
        for (name, count) in counts where !(1...1_000_000_000).contains(count) {
            throw ValidationError("--\(name): 1 to 1000000000 are allowed, found \(count)")
        }
        let times = [
            ("query-time", queryTime), ("body-time", bodyTime), ("idle-time", idleTime),
            ("shutdown-time", shutdownTime),
        ]
        for (name, time) in times where !(0.001...1_000_000).contains(time) {
            throw ValidationError("--\(name): 0.001 to 1000000 seconds are allowed, found \(time)")
        }
    }

    var serverLimits: ServerLimits {
        var limits = ServerLimits()
        limits.bodyBytes = maxBody
        limits.messageBytes = maxBody
        limits.connections = maxConnections
        limits.requestsInFlight = maxRequests
        limits.queryTime = .seconds(queryTime)
        limits.bodyTime = .seconds(bodyTime)
        limits.idleTime = .seconds(idleTime)
        limits.shutdownTime = .seconds(shutdownTime)
        limits.rememberedEvents = history
        return limits
    }
}
