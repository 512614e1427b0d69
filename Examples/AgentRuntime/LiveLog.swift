import AgentKV

/// Prints what happens in the store while it happens.
struct LiveLog {
    let run: ScopedStore

    /// Follows the run, beginning with what it has in the store already.
    func follow() async throws -> Bool {
        for try await change in run.changes(from: .presentState) {
            switch change.kind {
            case .restarted: say("      log: what there is")
            case .current: say("      log: what happens")
            default:
                // That jobs come and go the workers tell themselves.
                if change.key == "jobs" { continue }
                say("      log: \(change.revision) \(change.kind) \(change.key)")
            }
        }
        return false
    }
}
