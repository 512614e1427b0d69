internal import AgentKVSQLite
internal import Logging

/// Sweeps away records whose lifetime has ended, so that clients are told of it.
struct Sweeper: Sendable {
    let database: SQLiteDatabase
    let interval: Duration
    let logger: Logger

    /// Sweeps at the interval until the task is cancelled.
    func run() async {
        while (try? await Task.sleep(for: interval)) != nil {
            do {
                try await database.purgeExpired()
            } catch {
                if Task.isCancelled { return }
                logger.warning("sweeping failed", metadata: ["error": "\(error)"])
            }
        }
    }
}
