import AgentKV
import AgentKVTesting

extension Scenario {
    static let lists = [
        Scenario("every item that is appended is popped once, in order") { schedule in
            let store = TransientStore(clock: schedule.clock)
            let popped = Journal<Int>()
            try await together(5) { task in
                for round in 0..<4 {
                    await Task.yield()
                    if task < 3 {
                        let item: JSONValue = ["id": .integer(Int64(task * 10 + round))]
                        try await store.listAppendUnique("list", items: [item, item])
                    } else {
                        popped.note(numbers(try await store.listPopAll("list")))
                    }
                }
            }
            popped.note(numbers(try await store.listPopAll("list")))
            try expectOnce(popped.items, senders: 3, each: 4)
        },
        Scenario("an item of one id is in a list once, whoever appends it") { schedule in
            let store = TransientStore(clock: schedule.clock)
            try await together(3) { task in
                for id in 0..<4 {
                    await Task.yield()
                    let item: JSONValue = ["id": .integer(Int64(id)), "of": .integer(Int64(task))]
                    try await store.listAppendUnique("list", items: [item])
                }
            }
            let ids = numbers(try await store.listPopAll("list"))
            try expect(ids == [0, 1, 2, 3], "the ids are \(ids)")
        },
    ]
}

private func numbers(_ items: [JSONValue]) -> [Int] {
    items.compactMap { try? $0["id"]?.decoded(as: Int.self) }
}

/// Expects that each of the messages is there once, and those of a sender in their order: message
/// 12 is the third of sender 1.
func expectOnce(_ messages: [Int], senders: Int, each count: Int) throws {
    for sender in 0..<senders {
        let found = messages.filter { $0 / 10 == sender }
        let expected = (0..<count).map { sender * 10 + $0 }
        try expect(found == expected, "of sender \(sender) there is \(found), not \(expected)")
    }
    try expect(messages.count == senders * count, "\(messages) are more than were sent")
}
