/// Calls for one key, with one or several of them under way at a time.
extension Redis {
    static func calls(_ job: Job, _ use: Use, _ server: RedisServer) throws -> Contender.Round {
        let work = Workload(job)
        try fill(work, server, counters: job.operation == .increment)
        let (connections, pipelined): ([RedisConnection], Int) =
            switch use {
            case .alone: (try server.connect(max(1, job.tasks)), 1)
            case .clients(let count): (try server.connect(count), 1)
            case .pipelined(let count): (try server.connect(), count)
            }
        let atOnce = connections.count * pipelined
        let steps = max(1, job.steps / atOnce) * atOnce
        // Made before: what a client of Redis needs to make a command is not Redis's cost.
        let commands = (0..<job.entries).map { number in
            RedisConnection.command(words(job.operation, work.keys.all[number], work[number]))
        }
        let reading = work.keys.all.map { RedisConnection.command(["GET", $0]) }
        let numbers = (0..<steps).map { step in work.keys.number(of: step) }
        return {
            try await nanoseconds(per: steps) {
                // All connections ask, then all are answered: so many clients are waiting.
                for start in stride(from: 0, to: steps, by: atOnce) {
                    for (index, connection) in connections.enumerated() {
                        var bytes: [UInt8] = []
                        for offset in 0..<pipelined {
                            let step = start + index * pipelined + offset
                            let reads = job.operation == .mixed && step.isMultiple(of: 2)
                            bytes += (reads ? reading : commands)[numbers[step]]
                        }
                        try connection.send(bytes)
                    }
                    for connection in connections {
                        for _ in 0..<pipelined { blackHole(try connection.reply()) }
                    }
                }
            }
        }
    }

    private static func words(
        _ operation: Job.Operation,
        _ key: String,
        _ value: String
    ) -> [String] {
        switch operation {
        case .get: ["GET", key]
        case .timedSet: ["SET", key, value, "EX", "3600"]
        case .increment: ["INCR", key]
        default: ["SET", key, value]
        }
    }

    /// Only the keys of `work`, each with its value, or none of them where they count.
    static func fill(_ work: Workload<String>, _ server: RedisServer, counters: Bool = false) throws
    {
        let connection = try server.connect()[0]
        blackHole(try connection.ask("FLUSHALL"))
        guard !counters else { return }
        for start in stride(from: 0, to: work.keys.all.count, by: 100) {
            let numbers = start..<min(start + 100, work.keys.all.count)
            for number in numbers {
                try connection.send(
                    RedisConnection.command(["SET", work.keys.all[number], work[number]])
                )
            }
            for _ in numbers { blackHole(try connection.reply()) }
        }
    }
}

extension Keys {
    /// Which of the keys a step meets.
    func number(of step: Int) -> Int {
        let scattered = UInt64(UInt32(truncatingIfNeeded: step &* 2_654_435_769))
        return Int((scattered &* UInt64(all.count)) >> 32)
    }
}
