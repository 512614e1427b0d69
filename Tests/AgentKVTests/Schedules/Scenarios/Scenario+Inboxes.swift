import AgentKV
import AgentKVTesting

extension Scenario {
    static let inboxes = [
        Scenario("receivers get each message once and in order, also when one gives up") {
            schedule in
            let store = TransientStore(clock: schedule.clock)
            let inbox = store.inbox("inbox", of: Int.self)
            let received = Journal<Int>()
            let receivers = (0..<3).map { _ in
                schedule.task {
                    while true { received.note(try await inbox.receive()) }
                }
            }
            try await together(3) { task in
                for number in 0..<4 {
                    await Task.yield()
                    if task == 2 {
                        if schedule.oneIn(4) { receivers[0].cancel() }
                    } else {
                        try await inbox.send(task * 10 + number)
                    }
                }
            }
            await received.wait(for: 8)
            for receiver in receivers { receiver.cancel() }
            for receiver in receivers {
                let end = await receiver.result
                try expect(end.isCancellation, "a receiver ends with \(end)")
            }
            try expectOnce(received.items, senders: 2, each: 4)
            let count = try await inbox.count()
            try expect(count == 0 && inbox.waiterCount == 0, "\(count) messages wait")
        },
        Scenario("a message that is drained, popped or received is gone for the others") {
            schedule in
            let store = TransientStore(clock: schedule.clock)
            let inbox = store.inbox("inbox", of: Int.self)
            let received = Journal<Int>()
            try await together(6) { task in
                for number in 0..<3 {
                    await Task.yield()
                    switch task {
                    case 0, 1: try await inbox.send(task * 10 + number)
                    case 2: received.note(try await inbox.receive())
                    case 3:
                        if let message = try await inbox.receive(timeout: .zero) {
                            received.note(message)
                        }
                    case 4: try await inbox.send(contentsOf: [20 + 2 * number, 21 + 2 * number])
                    default:
                        guard try await inbox.count() > 8 else { continue }
                        received.note(try await store.listPopAll("inbox", as: Int.self))
                        // Enough for the receiver who waits for three.
                        let more = 30 + 6 * number
                        try await inbox.send(contentsOf: more..<more + 5)
                        try await inbox.send(more + 5)
                    }
                }
            }
            received.note(try await inbox.drain())
            let sent = received.items.filter { $0 < 30 }
            try expect(sent.sorted() == [0, 1, 2, 10, 11, 12] + (20...25), "\(sent)")
            try expect(Set(received.items).count == received.items.count, "\(received.items)")
        },
        Scenario("of those who send one id one has sent it") { schedule in
            let store = TransientStore(clock: schedule.clock)
            let inbox = store.inbox("inbox", of: Int.self)
            let received = Journal<Int>()
            let sent = Journal<Int>()
            try await together(4) { task in
                for id in 0..<3 {
                    await Task.yield()
                    if task == 3 {
                        received.note(try await inbox.receive())
                    } else if try await inbox.send(id, id: id) == .sent {
                        sent.note(id)
                    }
                }
            }
            try expect(sent.items.sorted() == [0, 1, 2], "sent: \(sent.items)")
            try expect(received.items == sent.items, "received: \(received.items)")
        },
    ]
}

extension Result {
    /// Whether it is the end of a task that was cancelled.
    var isCancellation: Bool {
        if case .failure(let error) = self { error is CancellationError } else { false }
    }
}
