import AgentKV
import AgentKVTesting

extension Scenario {
    static let leases = [
        Scenario("what is lent is acknowledged once, or comes back", passesTime: true) {
            schedule in
            let store = TransientStore(clock: schedule.clock)
            let inbox = store.inbox("inbox", of: Int.self)
            let acknowledged = Journal<Int>()
            let workers = (0..<3).map { _ in
                schedule.task {
                    for try await delivery in inbox.deliveries(lease: .seconds(10)) {
                        await Task.yield()
                        switch schedule.random(in: 0..<5) {
                        case 0: try await unlessOver { try await delivery.release() }
                        case 1: continue
                        case 2:
                            try await unlessOver {
                                try await delivery.release(after: .seconds(3))
                            }
                        default:
                            try await unlessOver {
                                try await delivery.acknowledge()
                                acknowledged.note(delivery.message)
                            }
                        }
                    }
                }
            }
            try await together(3) { task in
                for number in 0..<3 {
                    await Task.yield()
                    if task == 2 {
                        schedule.clock.advance(by: .seconds(schedule.random(in: 0..<12)))
                    } else {
                        try await inbox.send(task * 10 + number)
                    }
                }
            }
            await acknowledged.wait(for: 6)
            for worker in workers { worker.cancel() }
            for worker in workers { _ = await worker.result }
            try expect(
                acknowledged.items.sorted() == [0, 1, 2, 10, 11, 12],
                "acknowledged: \(acknowledged.items)"
            )
            let rest = try await inbox.reserve(max: 10, lease: .seconds(1)).map(\.message)
            try expect(rest == [], "\(rest) came back though acknowledged")
        },
        Scenario("what nobody acknowledges goes to the dead letters, once", passesTime: true) {
            schedule in
            let store = TransientStore(clock: schedule.clock)
            let options = InboxOptions(maximumAttempts: 2)
            let inbox = store.inbox("inbox", of: Int.self, options: options)
            let dead = Journal<Int>()
            let workers = (0..<2).map { _ in
                schedule.task {
                    while true {
                        let lent = try await inbox.reserve(
                            max: 2,
                            lease: .seconds(10),
                            timeout: .seconds(100)
                        )
                        for delivery in lent {
                            try expect(delivery.attempt <= 2, "attempt \(delivery.attempt)")
                            await Task.yield()
                            if schedule.oneIn(2) {
                                try await unlessOver { try await delivery.release() }
                            }
                        }
                    }
                }
            }
            let undertaker = schedule.task {
                while true { dead.note(try await inbox.deadLetters.receive()) }
            }
            for number in 0..<4 {
                await Task.yield()
                try await inbox.send(number)
            }
            await dead.wait(for: 4)
            for task in workers + [undertaker] { task.cancel() }
            for task in workers + [undertaker] {
                let end = await task.result
                try expect(end.isCancellation, "a task ends with \(end)")
            }
            try expect(dead.items.sorted() == [0, 1, 2, 3], "dead: \(dead.items)")
            let count = try await inbox.count()
            try expect(count == 0, "\(count) messages are left")
        },
        Scenario("who waits for a time gets a message or the end of the time", passesTime: true) {
            schedule in
            let store = TransientStore(clock: schedule.clock)
            let inbox = store.inbox("inbox", of: Int.self)
            let received = Journal<Int>()
            try await together(5) { task in
                await Task.yield()
                if task < 3 {
                    let start = schedule.clock.now
                    let timeout = Duration.seconds(task + 1)
                    if let message = try await inbox.receive(timeout: timeout) {
                        received.note(message)
                    } else {
                        let waited = start.duration(to: schedule.clock.now)
                        try expect(waited >= timeout, "given up after \(waited)")
                    }
                } else {
                    try await schedule.clock.sleep(for: .milliseconds(1_500 * (task - 3)))
                    try await inbox.send(task * 10)
                }
            }
            received.note(try await inbox.drain())
            try expect(received.items.sorted() == [30, 40], "received: \(received.items)")
        },
    ]
}

/// Runs what may come too late for a lease.
func unlessOver(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch StoreError.notReserved {}
}
