import AgentKV
import AgentKVSQLite

extension AgentRuntime {
    /// Prints what the run has come to, and remembers it for the user where there is a database.
    func printReport(of run: ScopedStore) async throws {
        let counts = try await run.mget(["done", "words", "model calls"], as: Int.self)
        let said = try await run.get("said", default: [String]()).count
        say("")
        say("What the run has come to")
        say("  documents read           \(counts[0] ?? 0)")
        say("  words that matter        \(counts[1] ?? 0)")
        say("  calls of the model       \(counts[2] ?? 0)")
        say("  said in the channel      \(said)")
        say("  jobs left                \(try await context.jobs.count())")
        if context.database != nil {
            let data = try context.dataStore()
            let runs = try await data.get("finished runs", default: 0) + 1
            try await data.set("finished runs", to: runs)
            say("  runs of \(context.userID) in this file  \(runs)")
        }
        say("")
    }
}
