import AgentKV

/// Takes what comes in through the channel, says so, and makes a job of each document.
struct Receptionist {
    let context: AgentContext

    func work() async throws -> Bool {
        let inbox = context.kv().inbox("inbox:\(AgentContext.channelName)", of: Document.self)
        while true {
            // Lent, not taken: an upload is out of the inbox when its job is in the other one.
            let uploads = try await inbox.reserve(
                max: 10,
                lease: .seconds(2),
                timeout: .seconds(3600)
            )
            var news = 0
            for upload in uploads {
                if try await context.jobs.send(upload.message) == .sent { news += 1 }
                try await upload.acknowledge()
            }
            if uploads.isEmpty { continue }
            try await context.channel().sendText("Received \(uploads.count) file(s), \(news) new")
        }
    }
}
