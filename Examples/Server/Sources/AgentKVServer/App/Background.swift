internal import ServiceLifecycle

/// Work that goes on beside the server until that shuts down.
struct Background: Service {
    let work: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
    }
}
