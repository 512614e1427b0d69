import AgentKV
import CSQLite

@testable import AgentKVSQLite

/// What goes wrong in a run of a workload: the n-th operation of some kind, or all from it on.
final class FaultPlan: Sendable {
    enum Target: String, Sendable, CaseIterable {
        case open, read, write, sync
        /// Writes to the log only.
        case writeOfLog
    }

    private let target: Target
    private let number: Int
    private let disturbance: FaultyFiles.Disturbance
    private let lasts: Bool
    private let count = Lock(0)

    init(
        _ number: Int,
        _ target: Target,
        _ disturbance: FaultyFiles.Disturbance,
        lasts: Bool = false
    ) {
        (self.number, self.target) = (number, target)
        (self.disturbance, self.lasts) = (disturbance, lasts)
    }

    /// Whether there were so many operations that something has gone wrong.
    var isHit: Bool { count.withLock { $0 } >= number }

    /// What happens instead of an operation.
    ///
    /// Nothing is synced in these runs, which end no power: that would take most of their time.
    func disturbance(of operation: FaultyFiles.Operation) -> FaultyFiles.Disturbance? {
        let usual: FaultyFiles.Disturbance? = if case .sync = operation { .lie } else { nil }
        guard isTarget(operation) else { return usual }
        let count = count.withLock { count in
            count += 1
            return count
        }
        return count == number || lasts && count > number ? disturbance : usual
    }

    private func isTarget(_ operation: FaultyFiles.Operation) -> Bool {
        switch (operation, target) {
        case (.open, .open), (.read, .read), (.write, .write), (.sync, .sync): true
        case (.write(.log), .writeOfLog): true
        default: false
        }
    }
}
