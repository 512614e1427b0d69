import AgentKV

/// What brings a channel's uploads in: it knows the channel's inbox, and nothing of who reads it.
struct Adapter {
    let context: AgentContext

    /// Pushes the documents into the channel's inbox, and returns that the run goes on.
    func upload(_ documents: [Document]) async throws -> Bool {
        for start in stride(from: 0, to: documents.count, by: 5) {
            let page = Array(documents[start..<min(start + 5, documents.count)])
            // Twice, as by a sender that saw no answer: what waits already is not taken in again.
            for _ in 1...2 {
                try await context.kv().listAppendUnique(
                    "inbox:\(AgentContext.channelName)",
                    items: page,
                    ttl: .seconds(3600)
                )
            }
            try await Task.sleep(for: .milliseconds(150))
        }
        return false
    }
}
