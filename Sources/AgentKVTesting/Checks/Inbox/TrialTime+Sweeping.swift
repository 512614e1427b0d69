import AgentKV

extension TrialTime {
    /// Lets time pass, and waits for a store that does by itself what is due, until it has.
    ///
    /// One that does not leaves it to the next call, which may be any.
    func pass(_ duration: Duration, until isDone: () async throws -> Bool) async throws {
        pass(duration)
        guard subject.freesByItself else { return }
        for _ in 0..<20_000 {
            if try await isDone() { return }
            await Task.yield()
        }
    }
}
