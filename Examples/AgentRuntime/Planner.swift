import AgentKV

/// How the documents are to be read.
struct Plan: Codable, Sendable {
    var goal: String
    var shortestWord: Int
}

extension AgentContext {
    /// Returns the plan of the run, which is made once, whoever needs it first.
    func plan() async throws -> Plan {
        try await kv().value(for: "run:\(runID):plan", ttl: .seconds(300)) {
            try await askModel()
        }
    }

    /// A call that takes long and costs money.
    private func askModel() async throws -> Plan {
        try await scope.increment("model calls")
        try await Task.sleep(for: .milliseconds(200))
        let plan = Plan(goal: "count the words that matter", shortestWord: 4)
        try await agent("planner").channel().sendText("The plan is to \(plan.goal)")
        return plan
    }
}
