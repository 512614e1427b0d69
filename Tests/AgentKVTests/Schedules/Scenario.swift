import AgentKVTesting
import Testing

/// Tasks that work on one store at the same time, and what holds whatever their order is.
struct Scenario: Sendable, CustomTestStringConvertible {
    /// What holds.
    let name: String
    /// Whether the clock moves when no task can go on.
    var passesTime = false
    let run: @Sendable (Schedule) async throws -> Void

    init(
        _ name: String,
        passesTime: Bool = false,
        _ run: @escaping @Sendable (Schedule) async throws -> Void
    ) {
        self.name = name
        self.passesTime = passesTime
        self.run = run
    }

    var testDescription: String { name }

    static let all =
        transfers + lists + inboxes + leases + equalMessages + returns + loads + loadsAndDeletions
        + changes + sweeping
        + writing + closing
}

/// What a scenario throws when something does not hold.
struct Wrong: Error, CustomStringConvertible {
    let description: String
}

func expect(_ holds: Bool, _ otherwise: @autoclosure () -> String) throws {
    if !holds { throw Wrong(description: otherwise()) }
}

/// Runs a body in several tasks, and returns once all have ended.
func together(
    _ tasks: Int,
    _ body: @escaping @Sendable (Int) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<tasks { group.addTask { try await body(number) } }
        try await group.waitForAll()
    }
}
