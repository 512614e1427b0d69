import AgentKV

/// Takes what comes in through the channel, makes a job of each document, and says so.
struct Receptionist {
    let context: AgentContext

    func work() async throws -> Bool {
        let inbox = context.kv().inbox("inbox:\(AgentContext.channelName)", of: Document.self)
        // Lent, not taken: an upload is out of the inbox when its job is in the other one.
        try await inbox.process(lease: .seconds(2)) { upload in
            let isNew = try await context.jobs.send(upload) == .sent
            let again = isNew ? "" : ", which has come before"
            try await context.channel().sendText("Received \(upload.id)\(again)")
        }
        return false
    }
}
