import AgentKV

/// Reads documents until it is cancelled; starts again when it fails.
struct Worker {
    let context: AgentContext

    private struct Crash: Error {}

    func work() async throws -> Bool {
        while true {
            do {
                try await readDocuments()
            } catch is Crash {
                try await context.channel().sendText("I crashed, and my job will come back")
            }
        }
    }

    private func readDocuments() async throws {
        // A job that is not acknowledged within two seconds is lent to somebody else.
        for try await job in context.jobs.deliveries(lease: .seconds(2)) {
            let plan = try await context.plan()
            try await crashOnce()
            try await Task.sleep(for: .milliseconds(100))
            let words = job.message.words(ofAtLeast: plan.shortestWord)
            do {
                try await finish(job, words)
                let attempt = job.attempt > 1 ? ", at attempt \(job.attempt)" : ""
                say("  \(context.agentName) finished \(job.message.id): \(words) words\(attempt)")
            } catch StoreError.notReserved {
                say("  \(context.agentName) was too slow with \(job.message.id)")
            }
        }
        try Task.checkCancellation()
    }

    /// Counts a document and ends its job: both or, when the process ends meanwhile or somebody else
    /// has got the job, neither.
    private func finish(_ job: Delivery<Document>, _ words: Int) async throws {
        try await context.scope.transaction { tx in
            try tx.set("result:\(job.message.id)", to: words)
            try tx.increment("words", by: words)
            try tx.increment("done")
            try job.acknowledge(in: &tx)
        }
    }

    /// Bob fails at his first job of a run.
    private func crashOnce() async throws {
        guard context.agentName == "bob" else { return }
        if try await context.scope.setIfAbsent("bob crashed", to: true) { throw Crash() }
    }
}
