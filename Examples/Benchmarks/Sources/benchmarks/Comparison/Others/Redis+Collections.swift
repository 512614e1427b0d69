/// Batches and lists, over one connection.
extension Redis {
    static func batches(_ job: Job, _ server: RedisServer) throws -> Contender.Round {
        let work = Workload(job)
        try fill(work, server)
        let keys = (0..<job.length).map { work.keys[$0] }
        let pairs = keys.enumerated().flatMap { [$1, work[$0]] }
        let command = RedisConnection.command(
            job.operation == .mget ? ["MGET"] + keys : ["MSET"] + pairs
        )
        let connection = try server.connect()[0]
        return {
            try await nanoseconds(per: job.steps * job.length) {
                for _ in 0..<job.steps {
                    try connection.send(command)
                    blackHole(try connection.reply())
                }
            }
        }
    }

    private static func item(_ id: Int) -> String {
        #"{"id":\#(id),"text":"found something worth a look","done":false}"#
    }

    static func appends(_ job: Job, _ server: RedisServer) throws -> Contender.Round {
        let work = ListJob(job)
        let connection = try server.connect()[0]
        let commands = (0..<work.each).map { number in
            work.lists.map { RedisConnection.command(["RPUSH", $0, item(work.length + number)]) }
        }
        return {
            try push(work.lists, work.length, connection)
            return try await nanoseconds(per: work.lists.count * work.each) {
                for command in commands.joined() {
                    try connection.send(command)
                    blackHole(try connection.reply())
                }
            }
        }
    }

    static func pops(_ job: Job, _ server: RedisServer) throws -> Contender.Round {
        let connection = try server.connect()[0]
        let lists = Keys.short(job.steps / job.length).all
        let commands = lists.map { RedisConnection.command(["LPOP", $0, "\(job.length)"]) }
        return {
            try push(lists, job.length, connection)
            return try await nanoseconds(per: job.steps) {
                for command in commands {
                    try connection.send(command)
                    blackHole(try connection.reply())
                }
            }
        }
    }

    /// Every list anew, with so many items.
    private static func push(_ lists: [String], _ length: Int, _ connection: RedisConnection) throws
    {
        blackHole(try connection.ask("FLUSHALL"))
        for key in lists {
            for start in stride(from: 0, to: length, by: 1000) {
                let items = (start..<min(start + 1000, length)).map(item)
                try connection.send(RedisConnection.command(["RPUSH", key] + items))
                blackHole(try connection.reply())
            }
        }
    }
}
