import Foundation

/// Redis frees what has expired by itself: its own pace is what there is to measure.
extension Redis {
    static func expiry(_ job: Job, _ server: RedisServer) throws -> Contender.Round {
        let work = Workload(job)
        let connection = try server.connect()[0]
        let get = RedisConnection.command(["GET", "stays"])
        return {
            blackHole(try connection.ask("FLUSHALL"))
            blackHole(try connection.ask("SET", "stays", "here"))
            try fill(work, Date().addingTimeInterval(3600), connection)
            let due = Date().addingTimeInterval(1 + Double(job.entries) / 200_000)
            try expire(job.entries, due, connection)
            guard Date() < due else {
                throw PeerProcess.Failure(description: "entries were due before all had a deadline")
            }
            try await Task.sleep(for: .seconds(due.timeIntervalSinceNow))
            let start = ContinuousClock.now
            var longest = Duration.zero
            while try connection.ask("DBSIZE") != .integer(1) {
                for _ in 0..<20 {
                    let before = ContinuousClock.now
                    try connection.send(get)
                    blackHole(try connection.reply())
                    longest = max(longest, ContinuousClock.now - before)
                }
            }
            let elapsed = ContinuousClock.now - start
            return job.operation == .stall
                ? longest.nanoseconds : elapsed.nanoseconds / Double(job.entries)
        }
    }

    static func memory(_ job: Job, _ server: RedisServer) throws -> Contender.Round {
        let work = Workload(job)
        let connection = try server.connect()[0]
        return {
            blackHole(try connection.ask("FLUSHALL"))
            let before = try usedMemory(connection)
            try fill(work, Date().addingTimeInterval(3600), connection)
            return Double(try usedMemory(connection) - before) / Double(job.entries)
        }
    }

    /// Sets all keys with the same deadline.
    private static func fill(
        _ work: Workload<String>,
        _ due: Date,
        _ connection: RedisConnection
    ) throws {
        let milliseconds = "\(Int(due.timeIntervalSince1970 * 1000))"
        let count = work.keys.all.count
        for start in stride(from: 0, to: count, by: 1000) {
            let numbers = start..<min(start + 1000, count)
            let commands = numbers.flatMap { number in
                RedisConnection.command(
                    ["SET", work.keys.all[number], work[number], "PXAT", milliseconds]
                )
            }
            try connection.send(commands)
            for _ in numbers { blackHole(try connection.reply()) }
        }
    }

    /// Gives all keys another deadline, in the server: that is done before the first is due.
    private static func expire(_ count: Int, _ due: Date, _ connection: RedisConnection) throws {
        let script = """
            for number = 0, ARGV[1] - 1 do
                redis.call('PEXPIREAT', string.format('task:%06d', number), ARGV[2])
            end
            """
        let milliseconds = "\(Int(due.timeIntervalSince1970 * 1000))"
        blackHole(try connection.ask("EVAL", script, "0", "\(count)", milliseconds))
    }

    private static func usedMemory(_ connection: RedisConnection) throws -> Int {
        guard case .text(let info) = try connection.ask("INFO", "memory"),
            let line = info.split(whereSeparator: \.isNewline)
                .first(where: { $0.hasPrefix("used_memory:") })
        else { return 0 }
        return Int(line.dropFirst("used_memory:".count)) ?? 0
    }
}
