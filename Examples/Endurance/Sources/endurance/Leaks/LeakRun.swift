import ArgumentParser

/// Measures the memory that kinds of use leave behind.
struct LeakRun: Sendable {
    let count: Int
    let only: String

    func run() async throws {
        say("leaks: \(count) times each")
        var leaks = 0
        for use in try await Use.all() where only.isEmpty || use.title.contains(only) {
            do {
                if try await !isSound(use) { leaks += 1 }
            } catch {
                say("VIOLATION: \(use.title): \(error)")
                throw ExitCode.failure
            }
        }
        if leaks > 0 { throw ExitCode.failure }
    }

    /// Whether memory is back after a use, and a word about it.
    private func isSound(_ use: Use) async throws -> Bool {
        let times = max(Int(Double(count) * use.share), 100)
        try await use.body(max(times / 10, 50))
        let before = Memory.now()
        let start = ContinuousClock.now
        try await use.body(times)
        let time = ContinuousClock.now - start
        // Half of the smallest object for each time, and what threads keep for themselves.
        let allowed = times * 8 + 200_000
        let added = try await settledMemory(below: before.allocated + allowed) - before.allocated
        let verdict = added <= allowed ? "ok" : "LEAKS"
        say(
            """
              \(use.title): \(times) times in \(text(time.seconds)) s, \(text(bytes: added)) more, \
            \(text(Double(added) / Double(times), 2)) bytes each, \(verdict)
            """
        )
        return added <= allowed
    }

    /// What is allocated once tasks that end, and threads that idle, have had the time to.
    private func settledMemory(below limit: Int) async throws -> Int {
        for _ in 0..<50 {
            if Memory.now().allocated <= limit { break }
            try await Task.sleep(for: .milliseconds(200))
        }
        return Memory.now().allocated
    }
}
