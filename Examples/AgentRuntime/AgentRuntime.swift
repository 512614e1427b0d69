import AgentKV
import AgentKVSQLite

/// Agents that work together through one store: what a user uploads to a channel is received, planned
/// for and read by several workers, one of whom fails.
///
/// With a file behind the store a run that is killed goes on where it stopped. This file is the whole
/// program, and each agent has one of its own.
@main
struct AgentRuntime {
    let context: AgentContext
    let documents: [Document]

    static func main() async {
        await Command.perform { command in
            let context = try await context(in: command.file)
            try await AgentRuntime(context: context, documents: Document.samples).start()
            await context.database?.close()
        }
    }

    /// Returns the context of a run: in memory, or in a file that outlives it.
    static func context(in file: String?) async throws -> AgentContext {
        guard let file else { return context(of: TransientStore()) }
        let database = try await SQLiteDatabase(path: file)
        return try await context(of: database.store(instance: "agent-runtime")).attaching(database)
    }

    private static func context(of store: any KeyValueStore) -> AgentContext {
        AgentContext(runID: "42", agentName: "runtime", userID: "ada", store: store)
    }

    func start() async throws {
        try await greet()
        // What the run has in the store goes when it ends; not when it is killed.
        try await context.run(onEnd: .delete) { run in
            try await withThrowingTaskGroup(of: Bool.self) { agents in
                agents.addTask { try await LiveLog(run: run).follow() }
                agents.addTask { try await Adapter(context: context).upload(documents) }
                agents.addTask { try await Receptionist(context: agent("receptionist")).work() }
                for name in ["ann", "bob", "cid"] {
                    agents.addTask { try await Worker(context: agent(name)).work() }
                }
                agents.addTask { try await waitUntilAllIsRead(in: run) }
                // The first agent that fails for good ends the others.
                while let isOver = try await agents.next(), !isOver {}
                agents.cancelAll()
            }
            try await printReport(of: run)
        }
        let left = try await context.scope.count()
        say("The run is over, and \(left) of its keys are left in the store.")
    }

    private func agent(_ name: String) -> AgentContext { context.agent(name) }

    private func greet() async throws {
        let done = try await context.scope.get("done", default: 0)
        let isNew = try await context.scope.count() == 0
        say("run:\(context.runID) for \(context.userID): \(documents.count) documents")
        if !isNew { say("  it has been begun before: \(done) of them have been read") }
    }

    private func waitUntilAllIsRead(in run: ScopedStore) async throws -> Bool {
        for try await done in run.observe("done", as: Int.self) {
            if let done, done >= documents.count { break }
        }
        try Task.checkCancellation()
        return true
    }
}
