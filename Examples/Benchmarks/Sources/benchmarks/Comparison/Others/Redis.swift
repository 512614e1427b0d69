/// Redis, asked over loopback in three ways, and in a fourth with each write on the disk.
enum Redis {
    /// How many commands are under way at a time.
    enum Use: Sendable {
        case alone
        case clients(Int)
        case pipelined(Int)
    }

    static func competitors() throws -> [Competitor] {
        let server = try RedisServer(durable: false)
        let durable = try RedisServer(durable: true)
        func competitor(_ name: String, _ use: Use) -> Competitor {
            Competitor(
                name: name,
                version: "\(server.version), C, over loopback",
                medium: .memory,
                round: { try round($0, use, server) },
                end: { server.end() }
            )
        }
        return [
            competitor("Redis", .alone),
            competitor("Redis, 50 clients", .clients(50)),
            competitor("Redis, pipelined by 100", .pipelined(100)),
            Competitor(
                name: "Redis, appendfsync always",
                version: "\(server.version), C, over loopback",
                medium: .file,
                round: { job in
                    guard [.set, .mset].contains(job.operation) else { return nil }
                    return try round(job, .alone, durable)
                },
                end: { durable.end() }
            ),
        ]
    }

    private static func round(
        _ job: Job,
        _ use: Use,
        _ server: RedisServer
    ) throws -> Contender.Round? {
        switch (job.operation, use) {
        case (.get, _), (.set, _), (.timedSet, _), (.increment, _):
            return try calls(job, use, server)
        case (.mixed, .alone): return try calls(job, .clients(job.tasks), server)
        case (.mget, .alone), (.mset, .alone): return try batches(job, server)
        case (.append, .alone): return try appends(job, server)
        case (.pop, .alone): return try pops(job, server)
        case (.purge, .alone), (.stall, .alone): return try expiry(job, server)
        case (.memory, .alone): return try memory(job, server)
        default: return nil
        }
    }
}
