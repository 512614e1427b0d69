import AgentKV
import AgentKVSQLite
import AgentKVTesting
import ArgumentParser
import Foundation

/// One soak: the loads, each in a task of its own, and what is measured meanwhile.
struct SoakRun: Sendable {
    let minutes: Double
    let seed: UInt64
    /// When the stores have come to rest: what they hold, and where the allocator keeps it.
    private static let warmUp = 2.0
    private static let limit = 0.01

    /// How long a window is, in minutes.
    private var window: Double { min(10.0 / 60, minutes / 4) }

    func run() async throws {
        say("soak: \(text(minutes, 1)) minutes, --seed \(seed)")
        let folder = try TemporaryFolder()
        let recorder = SoakRecorder()
        do {
            try await load(folder, recorder)
        } catch {
            say("VIOLATION: \(error)\nThe files are kept: \(folder.url.path)")
            throw ExitCode.failure
        }
        try folder.remove()
        say("  calls \(recorder.calls); nothing lost")
        if minutes < Self.warmUp * 2 { return say("  too short to judge growth") }
        if judge(recorder.windows) { throw ExitCode.failure }
    }

    private func load(_ folder: TemporaryFolder, _ recorder: SoakRecorder) async throws {
        let stores = try await SoakStores(folder)
        let start = ContinuousClock.now
        let end = start + .seconds(minutes * 60)
        var random = SplitMix64(seed: seed)
        try await withThrowingTaskGroup { group in
            for load in try await stores.loads() {
                let own = SplitMix64(seed: random.next())
                group.addTask {
                    var load = load
                    try await load.run(until: end, own, recorder)
                }
            }
            group.addTask { try await measure(from: start, until: end, recorder) }
            try await group.waitForAll()
        }
        try await stores.close()
    }

    private func measure(
        from start: ContinuousClock.Instant,
        until end: ContinuousClock.Instant,
        _ recorder: SoakRecorder
    ) async throws {
        var count = 0.0
        while count * window < minutes {
            count += 1
            try await Task.sleep(until: min(end, start + .seconds(count * window * 60)))
            let measured = recorder.endWindow(at: (count - 0.5) * window)
            let isWholeMinute = (count * window).truncatingRemainder(dividingBy: 1) < 0.01
            if isWholeMinute || window < 0.1 { say(line(of: measured)) }
        }
    }

    private func line(of window: SoakRecorder.Window) -> String {
        let memory = window.memory
        let median = window.latencies.values.median ?? 0
        return """
              minute \(text(window.minute, 1)): resident \(memory.resident.map(text(bytes:)) ?? "?"), \
            allocated \(text(bytes: memory.allocated)), median call \(text(median * 1e6, 1)) us
            """
    }

    /// Prints how much grew after the warm-up, and returns whether something grew too much.
    private func judge(_ windows: [SoakRecorder.Window]) -> Bool {
        let settled = windows.filter { $0.minute > Self.warmUp }
        var series = [
            ("memory", settled.map { ($0.minute, Double($0.memory.weight)) })
        ]
        for load in Set(settled.flatMap(\.latencies.keys)).sorted() {
            let points = settled.compactMap { window in
                window.latencies[load].map { (window.minute, $0) }
            }
            series.append((load, points))
        }
        var grows = false
        say("  growth a minute after minute \(text(Self.warmUp, 0)), with its standard error")
        for (title, points) in series {
            guard let trend = Trend(points.map { (minute: $0.0, value: $0.1) }) else { continue }
            let exceeds = trend.exceeds(Self.limit)
            let verdict =
                exceeds ? "GROWS" : trend.isNoise(at: Self.limit) ? "within noise" : "steady"
            say(
                "    \(title): \(text(trend.growth * 100)) % +- \(text(trend.error * 100)) %, \(verdict)"
            )
            grows = grows || exceeds
        }
        return grows
    }
}
