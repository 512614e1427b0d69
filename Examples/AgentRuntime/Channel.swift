import AgentKV

/// Where an agent speaks to the user.
struct Channel {
    let context: AgentContext

    /// Says something to the user, and keeps it with the run.
    func sendText(_ text: String) async throws {
        say("[\(AgentContext.channelName)] \(context.agentName): \(text)")
        try await context.kv().listAppend(
            "run:\(context.runID):said",
            items: ["\(context.agentName): \(text)"]
        )
    }
}

extension AgentContext {
    static let channelName = "desk"

    /// Returns the channel of the run.
    func channel() -> Channel { Channel(context: self) }

    /// What waits to be read by one of the workers.
    ///
    /// A document that was sent once is not sent again.
    var jobs: Inbox<Document> {
        kv().inbox(
            "run:\(runID):jobs",
            of: Document.self,
            deduplicatingBy: \.id,
            within: .seconds(3600)
        )
    }
}
